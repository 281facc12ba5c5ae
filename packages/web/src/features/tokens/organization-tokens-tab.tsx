import { ActionIcon, Button, Menu, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Token } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { TokenStatusBadge } from '../../parts/badges.tsx';
import { CardTable } from '../../parts/card-table.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { summarizeGrants } from './grants.ts';
import { PAGE_SIZE, queryOf } from './token-search.ts';
import { useTokenActions } from './use-token-actions.tsx';
import { organizationTokensQuery, TokensOfOrganization } from './use-tokens.ts';

export function TokensTab() {
  const { name, isOwner } = useOrganization();
  return isOwner ? <OrganizationTokens organization={name} /> : <OwnersOnly />;
}

function OrganizationTokens({ organization }: { readonly organization: string }) {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery(organizationTokensQuery(organization, queryOf({ page })));
  const newToken = (
    <Button component={Link} to={`/organizations/${organization}/tokens/new`}>
      New access token
    </Button>
  );
  return (
    <section>
      <SectionHead title="Access tokens" actions={newToken}>
        They belong to the organization, not to a person: for builds and servers, which go on when people leave.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={160} aria-label="The tokens are being loaded" />}
      {data?.total === 0 && (
        <EmptyState title="No access tokens yet" action={newToken}>
          Make one for a build or a server. It signs in with the name of the organization, and reaches only its
          repositories.
        </EmptyState>
      )}
      {data && data.total > 0 && (
        <>
          <Text size="sm" c="dimmed" role="status" mb="xs">
            {data.counts.active} active, {data.counts.inactive} inactive
            {data.counts.expired > 0 && `, ${data.counts.expired} expired`}
          </Text>
          <TokensOfOrganization value={organization}>
            <OrganizationTokenTable organization={organization} tokens={data.tokens} />
          </TokensOfOrganization>
        </>
      )}
      <Pager total={data?.total ?? 0} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="tokens" />
    </section>
  );
}

interface OrganizationTokenTableProps {
  readonly organization: string;
  readonly tokens: readonly Token[];
}

const COLUMNS = ['Description', 'May do', 'Status', 'Made', 'Last used', 'Expires', ''];

function OrganizationTokenTable({ organization, tokens }: OrganizationTokenTableProps) {
  return (
    <CardTable label="Access tokens" columns={COLUMNS}>
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>
            <AnchorLink
              to="/organizations/$organization/tokens/$id"
              params={{ organization, id: token.id }}
              fz="inherit"
              fw={500}
            >
              {token.description}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="May do">
            <span>{summarizeGrants(token.grants)}</span>
          </Table.Td>
          <Table.Td data-label="Status">
            <TokenStatusBadge status={token.status} />
          </Table.Td>
          <Table.Td data-label="Made">
            <div>
              <TimeText at={token.createdAt} />
              <Text size="xs" c="dimmed">
                by {token.createdBy ?? 'the operator'}
              </Text>
            </div>
          </Table.Td>
          <Table.Td data-label="Last used">
            <LastUse token={token} />
          </Table.Td>
          <Table.Td data-label="Expires">
            {token.expiresAt === null ? <span>Never</span> : <TimeText at={token.expiresAt} />}
          </Table.Td>
          <Table.Td>
            <RowMenu token={token} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

function LastUse({ token: { lastUsed } }: { readonly token: Token }) {
  if (!lastUsed) return <span>Never</span>;
  return (
    <div>
      <TimeText at={lastUsed.at} />
      <Text size="xs" c="dimmed">
        {lastUsed.address}
      </Text>
    </div>
  );
}

function RowMenu({ token }: { readonly token: Token }) {
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
