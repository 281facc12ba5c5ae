import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { AuditRow } from '../audit/audit-row.tsx';
import type { EvidencePeriod } from './evidence-search.ts';
import { decisionsQuery, PAGE_SIZE } from './use-evidence.ts';
import { counted } from './who-can.tsx';

/** What somebody decided about the repository and about who reaches it. */
export function WhoApproved({ period }: { readonly period: EvidencePeriod }) {
  const [page, setPage] = useState(1);
  const query = useQuery(decisionsQuery(period, page));
  const { data } = query;
  return (
    <section>
      <SectionHead title="Who approved it">
        {data ? `${counted(data.total, 'decision')} in the period. ` : ''}
        Permissions, roles, teams with a permission, visibility, the policy, access tokens that owners blocked or
        approved, and reviews.
      </SectionHead>
      <QueryStatus query={query} name="decisions" height={{ rows: 5 }} />
      {data && data.events.length > 0 && (
        <CardTable label="Decisions" columns={['Time', 'Account', 'Event', 'From']}>
          {data.events.map((event) => (
            <AuditRow key={event.id} event={event} hasDay />
          ))}
        </CardTable>
      )}
      <Pager total={data?.total ?? 0} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="decisions" />
    </section>
  );
}
