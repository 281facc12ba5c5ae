import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Token } from '../../api/types.ts';
import { EditToken } from './edit-token.tsx';
import { useTokenActions } from './use-token-actions.tsx';
import { useTokenOwner } from './use-tokens.ts';

interface TokenButtonsProps {
  readonly token: Token;
  readonly onDeleted: () => void;
}

/** The actions for a token, as buttons on its page. */
export function TokenButtons({ token, onDeleted }: TokenButtonsProps) {
  const organization = useTokenOwner();
  const actions = useTokenActions((change) => {
    if (change === 'delete') onDeleted();
  });
  return (
    <Group gap="xs">
      <EditToken token={token} />
      <Duplicate id={token.id} organization={organization} />
      {token.status === 'active' && (
        <Button variant="default" onClick={() => actions.setActive([token], false)}>
          Deactivate
        </Button>
      )}
      {token.status === 'inactive' && (
        <Button variant="default" onClick={() => actions.setActive([token], true)}>
          Activate
        </Button>
      )}
      <Button variant="outline" color="red" onClick={() => actions.askToDelete([token])}>
        Delete
      </Button>
      {actions.dialog}
    </Group>
  );
}

/** Opens the form for a new token, filled in like this one. */
function Duplicate({ id, organization }: { readonly id: string; readonly organization: string | undefined }) {
  const from = { search: { from: id } } as const;
  return (
    <Button
      variant="default"
      renderRoot={(props) =>
        organization === undefined ? (
          <Link to="/account/tokens/new" {...from} {...props} />
        ) : (
          <Link to="/organizations/$organization/tokens/new" params={{ organization }} {...from} {...props} />
        )
      }
    >
      Duplicate
    </Button>
  );
}
