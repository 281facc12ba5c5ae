import { Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Token } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { TokenStatusBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { DayText, TimeText } from '../../parts/time-text.tsx';
import { StopLines } from '../lifetimes/stops-of-token.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { PermissionChips } from './permission-chips.tsx';
import { PushWithoutPull } from './push-without-pull.tsx';
import { TokenMenu } from './token-menu.tsx';
import { PAGE_SIZE, queryOf, type TokenSearch } from './token-search.ts';
import { organizationTokensQuery, TokensOfOrganization } from './use-tokens.ts';

export function OrganizationTokensTab() {
  const { name, isOwner } = useOrganization();
  return isOwner ? <OrganizationTokens organization={name} /> : <OwnersOnly />;
}

function OrganizationTokens({ organization }: { readonly organization: string }) {
  const [shown, show] = useState<Pick<TokenSearch, 'page' | 'pushWithoutPull'>>({ page: 1 });
  const query = useQuery(organizationTokensQuery(organization, queryOf(shown)));
  const { data } = query;
  const newToken = (
    <Button component={Link} to={`/organizations/${organization}/tokens/new`}>
      Generate new token
    </Button>
  );
  return (
    <section>
      <SectionHead title="Access tokens" actions={newToken}>
        These tokens belong to the organization, not to a person. Use them for builds and servers, which must keep
        working when people leave.
      </SectionHead>
      <QueryStatus query={query} name="access tokens" height={{ rows: 4 }} />
      {data?.total === 0 && (
        <EmptyState title="No access tokens yet" action={newToken}>
          Generate one for a build or a server. It logs in with the name of the organization, and reaches only the
          repositories of the organization.
        </EmptyState>
      )}
      <PushWithoutPull
        count={data?.counts.pushWithoutPull}
        isFiltered={shown.pushWithoutPull !== undefined}
        onFilter={(only) => show({ page: 1, ...(only && { pushWithoutPull: 'true' }) })}
      />
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
      <Pager
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        page={shown.page ?? 1}
        onPage={(page) => show({ ...shown, page })}
        noun="access tokens"
      />
    </section>
  );
}

interface OrganizationTokenTableProps {
  readonly organization: string;
  readonly tokens: readonly Token[];
}

const COLUMNS = ['Description', 'Permissions', 'Status', 'Created', 'Last used', 'Expires', ''];

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
          <Table.Td data-label="Permissions">
            <div>
              {token.grants.length > 0 && <PermissionChips grants={token.grants} />}
              <StopLines id={token.id} organization={organization} />
              {token.organizationScopes.length > 0 && <div>The organization itself</div>}
              {token.repositoryScopes.length > 0 && <div>Settings of repositories</div>}
            </div>
          </Table.Td>
          <Table.Td data-label="Status">
            <TokenStatusBadge status={token.status} />
          </Table.Td>
          <Table.Td data-label="Created">
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
            {token.expiresAt === null ? <span>Never</span> : <DayText at={token.expiresAt} />}
          </Table.Td>
          <Table.Td>
            <TokenMenu token={token} />
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
