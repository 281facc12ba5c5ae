import { ActionIcon, Menu } from '@mantine/core';
import type { Token } from '../../api/types.ts';
import { useTokenActions } from './use-token-actions.tsx';

/** What can be done with a token, as a menu in a row of a table. */
export function TokenMenu({ token }: { readonly token: Token }) {
  const actions = useTokenActions(() => undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${token.description}`}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {token.status === 'active' && (
            <Menu.Item onClick={() => actions.setActive([token], false)}>Deactivate</Menu.Item>
          )}
          {token.status === 'inactive' && (
            <Menu.Item onClick={() => actions.setActive([token], true)}>Activate</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => actions.askToDelete([token])}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {actions.dialog}
    </>
  );
}
