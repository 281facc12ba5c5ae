import { Button } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { answerOf, client } from '../../api/client.ts';
import type { AuditEvent, AuditQuery } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState } from '../../parts/page-head.tsx';
import { formatLongDay } from '../../parts/time-text.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { type AuditSearch, type AuditSearchChanges, isFiltered, PAGE_SIZE, queryOf } from './audit-search.ts';
import { DayRow } from './day-row.tsx';

interface AuditLogProps {
  /** The organization of the log. Undefined for the account's own log. */
  readonly organization?: string;
  /** The log of the whole server. */
  readonly isServer?: boolean;
  readonly search: AuditSearch;
  readonly onSearch: (changes: AuditSearchChanges) => void;
}

/** Events, newest first. */
export function AuditLog({ organization, isServer = false, search, onSearch }: AuditLogProps) {
  const query = useQuery(auditQuery(queryOf(search, organization), isServer));
  const { data } = query;
  return (
    <>
      <AuditFilters organization={organization} isServer={isServer} search={search} onSearch={onSearch} />
      <QueryStatus query={query} name="events" height={{ rows: 7 }} />
      {data?.total === 0 && <NothingToShow search={search} onSearch={onSearch} />}
      {data && data.events.length > 0 && (
        <CardTable label="Events" columns={['Time', 'Account', 'Event', 'From']}>
          {data.events.map((event, place) => (
            <Fragment key={event.id}>
              {dayOf(event) !== dayOf(data.events[place - 1]) && <DayRow day={dayOf(event)} columns={4} />}
              <AuditRow event={event} />
            </Fragment>
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

/** In the reader's time zone. */
function dayOf(event: AuditEvent | undefined): string {
  return event === undefined ? '' : formatLongDay(event.at);
}

function NothingToShow({ search, onSearch }: Pick<AuditLogProps, 'search' | 'onSearch'>) {
  if (!isFiltered(search)) return <EmptyState title="No events yet">New events are listed here.</EmptyState>;
  const showAll = () => onSearch({ page: 1, action: '', actor: '', from: '', to: '' });
  return (
    <EmptyState
      title="No matching events"
      action={
        <Button variant="default" onClick={showAll}>
          Show all events
        </Button>
      }
    >
      Try another filter. The name of the account must be complete.
    </EmptyState>
  );
}

const auditQuery = (query: AuditQuery, isServer: boolean) =>
  queryOptions({
    queryKey: ['audit', isServer ? 'server' : 'own', query],
    queryFn: () =>
      answerOf(
        isServer
          ? client.GET('/api/server/audit', { params: { query } })
          : client.GET('/api/audit', { params: { query } }),
      ),
    placeholderData: keepPreviousData,
  });
