import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import type { Token } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { RenameToken } from './token-buttons.tsx';
import { TokenEvents, TokenFacts } from './token-facts.tsx';
import { TokenUsage } from './token-usage.tsx';
import { useTokenActions } from './use-token-actions.tsx';
import { tokenQuery } from './use-tokens.ts';

const route = getRouteApi('/shell/account/tokens/$id');

/** One token: what it is, what it did, what became of it. */
export function TokenPage() {
  const { id } = route.useParams();
  const { data: token, error, refetch } = useQuery(tokenQuery(id));
  if (error instanceof ApiFault && error.status === 404) return <Missing />;
  if (error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!token) return <Skeleton height={400} aria-label="The token is being loaded" />;
  return (
    <>
      <PageHead title={token.description} actions={<TokenButtons token={token} />} />
      <Stack gap="xl">
        <TokenFacts token={token} />
        <TokenUsage id={token.id} />
        <TokenEvents id={token.id} />
      </Stack>
    </>
  );
}

function TokenButtons({ token }: { readonly token: Token }) {
  const navigate = useNavigate();
  const actions = useTokenActions((change) => {
    if (change === 'delete') void navigate({ to: '/account/tokens' });
  });
  return (
    <Group gap="xs">
      <RenameToken token={token} />
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

function Missing() {
  return (
    <>
      <PageHead title="There is no such token" />
      <EmptyState
        title="Nothing here"
        action={
          <Button component={Link} to="/account/tokens">
            To the access tokens
          </Button>
        }
      >
        It was deleted, or it is not yours. What a deleted token did stays in your activity.
      </EmptyState>
    </>
  );
}
