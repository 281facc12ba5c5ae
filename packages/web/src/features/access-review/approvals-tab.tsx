import { REQUESTS_PER_HOLDER } from '@lanyard/core/access-review/approval';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { ApprovalTable } from './approval-table.tsx';
import { EndedBlocks } from './ended-blocks.tsx';
import { TrustedHolders } from './trusted-holders.tsx';
import { reviewQuery } from './use-access-review.ts';

const PAGE_SIZE = 25;

/** The tokens that reach nothing here until an owner lets them in. */
export function ApprovalsTab() {
  const { name, policy } = useOrganization();
  const [page, setPage] = useState(1);
  const query = useQuery(
    reviewQuery(name, { state: 'waiting', sort: 'created', order: 'asc', page, pageSize: PAGE_SIZE }),
  );
  const { data } = query;
  return (
    <Stack gap="2.5rem">
      <section>
        <SectionHead title="Approvals">
          These access tokens reach no repository of {name} until an owner approves them. The list has at most the
          oldest {REQUESTS_PER_HOLDER} tokens of each person.
        </SectionHead>
        <QueryStatus query={query} name="approvals" height={{ rows: 4 }} />
        {data && data.total === 0 && <Nothing organization={name} isAsked={policy.tokenApproval} />}
        {data && data.tokens.length > 0 && (
          <ApprovalTable organization={name} tokens={data.tokens} isTrusting={policy.tokenApproval} />
        )}
        {data && <Pager total={data.total} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="access tokens" />}
      </section>
      <EndedBlocks organization={name} />
      {policy.tokenApproval && <TrustedHolders organization={name} />}
    </Stack>
  );
}

function Nothing({ organization, isAsked }: { readonly organization: string; readonly isAsked: boolean }) {
  if (isAsked) return <EmptyState title="No tokens are waiting">New access tokens of members appear here.</EmptyState>;
  return (
    <EmptyState title="New tokens need no approval">
      Owners can turn approvals on in the{' '}
      <AnchorLink to="/organizations/$organization/policy" params={{ organization }} fz="inherit" underline="always">
        policy
      </AnchorLink>
      . New access tokens then wait here.
    </EmptyState>
  );
}
