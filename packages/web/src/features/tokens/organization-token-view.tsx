import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import type { Token } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { RenameToken } from './token-buttons.tsx';
import { TokenEvents, TokenFacts } from './token-facts.tsx';
import { TokenUsage } from './token-usage.tsx';
import { useTokenActions } from './use-token-actions.tsx';
import { organizationTokenQuery, TokensOfOrganization } from './use-tokens.ts';

const route = getRouteApi('/shell/organizations/$organization/tokens/$id');

/** One token of the organization: what it is, what it did, what became of it. */
export function OrganizationTokenView() {
  const { name, isOwner } = useOrganization();
  const { id } = route.useParams();
  if (!isOwner) return <OwnersOnly />;
  return (
    <TokensOfOrganization value={name}>
      <TokenOfOrganization organization={name} id={id} />
    </TokensOfOrganization>
  );
}

interface TokenOfOrganizationProps {
  readonly organization: string;
  readonly id: string;
}

function TokenOfOrganization({ organization, id }: TokenOfOrganizationProps) {
  const { data: token, error, refetch } = useQuery(organizationTokenQuery(organization, id));
  if (error instanceof ApiFault && error.status === 404) {
    return <EmptyState title="There is no such token">It was deleted, or it belongs to somebody else.</EmptyState>;
  }
  if (!token && error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!token) return <Skeleton height={400} aria-label="The token is being loaded" />;
  return (
    <>
      <SectionHead
        title={token.description}
        actions={<TokenButtons organization={organization} token={token} />}
      >{`Made by ${token.createdBy ?? 'the operator'}; signs in as ${organization}.`}</SectionHead>
      <Stack gap="xl">
        <TokenFacts token={token} />
        <TokenUsage id={token.id} />
        <TokenEvents id={token.id} />
      </Stack>
    </>
  );
}

function TokenButtons({ organization, token }: { readonly organization: string; readonly token: Token }) {
  const navigate = useNavigate();
  const actions = useTokenActions((change) => {
    if (change === 'delete') void navigate({ to: '/organizations/$organization/tokens', params: { organization } });
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
