import { Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { UsageRow } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { ProgramText } from '../../parts/program-text.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './tokens.module.css';
import { usageByDayQuery, usageQuery, useTokenOwner } from './use-tokens.ts';

const PAGE_SIZE = 10;

/** The chart is a third of all scripts, so it is loaded only if there are uses to draw. */
const UsageChart = lazy(() => import('./usage-chart.tsx').then(({ UsageChart: chart }) => ({ default: chart })));

export function TokenUsage({ id }: { readonly id: string }) {
  const [page, setPage] = useState(1);
  const organization = useTokenOwner();
  const query = useQuery(usageQuery(organization, id, page));
  const { data } = query;
  const byDay = useQuery(usageByDayQuery(organization, id)).data;
  return (
    <section>
      <Title order={2} mb="sm">
        Usage
      </Title>
      <QueryStatus query={query} name="the usage" height={180} />
      {data?.total === 0 && <Text c="dimmed">This token has not been used yet.</Text>}
      {data && data.total > 0 && (
        <>
          {byDay && (
            <Suspense fallback={<Skeleton height={180} />}>
              <UsageChart summary={byDay} />
            </Suspense>
          )}
          <UsageTable rows={data.usage} />
          <Pager total={data.total} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="rows" />
        </>
      )}
    </section>
  );
}

function UsageTable({ rows }: { readonly rows: readonly UsageRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll a table that is wider than the screen
    <section className={classes.scroll} aria-label="Uses by repository, address and client" tabIndex={0}>
      <Table className={classes.usageTable ?? ''} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {['Repository', 'Actions', 'Address', 'Client', 'Last used'].map((label) => (
              <Table.Th key={label} scope="col">
                {label}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="right">
              Uses that day
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.day} ${row.repository} ${row.actions} ${row.address} ${row.client} ${row.registry}`}>
              <Table.Td>{row.repository ?? 'None (login only)'}</Table.Td>
              <Table.Td>{row.actions === '' ? 'None' : row.actions.replaceAll(',', ', ')}</Table.Td>
              <Table.Td>{row.address}</Table.Td>
              <Table.Td className={classes.usageClient ?? ''}>
                <ProgramText userAgent={row.client} />
              </Table.Td>
              <Table.Td className={classes.usageTime ?? ''}>
                <TimeText at={row.lastAt} />
              </Table.Td>
              <Table.Td ta="right">{row.count.toLocaleString()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
