import { Button, Skeleton } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { AuditQuery } from '../../api/types.ts';
import { CardTable } from '../../parts/card-table.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { type AuditSearch, type AuditSearchChanges, isFiltered, PAGE_SIZE, queryOf } from './audit-search.ts';

interface AuditLogProps {
  /** The organization whose log it is; undefined for the reader's own account. */
  readonly organization?: string;
  readonly search: AuditSearch;
  readonly onSearch: (changes: AuditSearchChanges) => void;
}

/** Events, newest first. */
export function AuditLog({ organization, search, onSearch }: AuditLogProps) {
  const { data, error, refetch } = useQuery(auditQuery(queryOf(search, organization)));
  return (
    <>
      <AuditFilters organization={organization} search={search} onSearch={onSearch} />
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={320} aria-label="The events are being loaded" />}
      {data?.total === 0 && <NothingToShow search={search} onSearch={onSearch} />}
      {data && data.events.length > 0 && (
        <CardTable label="Events" columns={['When', 'Who', 'What happened', 'From']}>
          {data.events.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </CardTable>
      )}
      <Pager
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        page={search.page ?? 1}
        onPage={(page) => onSearch({ page })}
        noun="events"
      />
    </>
  );
}

function NothingToShow({ search, onSearch }: Pick<AuditLogProps, 'search' | 'onSearch'>) {
  if (!isFiltered(search)) return <EmptyState title="Nothing yet">What is done from now on is listed here.</EmptyState>;
  const showAll = () => onSearch({ page: 1, action: '', actor: '', from: '', to: '' });
  return (
    <EmptyState
      title="No event matches"
      action={
        <Button variant="default" onClick={showAll}>
          Show all events
        </Button>
      }
    >
      Another filter may find it. Who did it is looked for by the whole name.
    </EmptyState>
  );
}

const auditQuery = (query: AuditQuery) =>
  queryOptions({
    queryKey: ['audit', query],
    queryFn: () => answerOf(client.GET('/api/audit', { params: { query } })),
    placeholderData: keepPreviousData,
  });
