import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/pager.tsx';
import { SectionHead } from '../../parts/section-head.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { OrganizationTokenTable } from './organization-token-table.tsx';
import { TokensOfOrganization } from './token-owner.ts';
import { PAGE_SIZE, queryOf } from './token-search.ts';
import { organizationTokensQuery } from './use-tokens.ts';

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
