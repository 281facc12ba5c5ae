import { Group, Pagination, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { UsageRow } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './tokens.module.css';
import { usageByDayQuery, usageQuery, useTokenOwner } from './use-tokens.ts';

const PAGE_SIZE = 10;

/** A chart is a third of all the script: it is loaded where there is something to draw. */
const UsageChart = lazy(() => import('./usage-chart.tsx').then(({ UsageChart: chart }) => ({ default: chart })));

export function TokenUsage({ id }: { readonly id: string }) {
  const [page, setPage] = useState(1);
  const organization = useTokenOwner();
  const { data, error, refetch } = useQuery(usageQuery(organization, id, page));
  const byDay = useQuery(usageByDayQuery(organization, id)).data;
  const pages = Math.ceil((data?.total ?? 0) / PAGE_SIZE);
  return (
    <section>
      <Title order={2} mb="sm">
        What it did
      </Title>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {data?.total === 0 && <Text c="dimmed">It has not been used yet.</Text>}
      {data && data.total > 0 && (
        <>
          {byDay && (
            <Suspense fallback={<Skeleton height={180} />}>
              <UsageChart summary={byDay} />
            </Suspense>
          )}
          <UsageTable rows={data.usage} />
          {pages > 1 && (
            <Group justify="flex-end" mt="sm">
              <Pagination
                size="sm"
                total={pages}
                value={page}
                onChange={setPage}
                getControlProps={(control) => ({ 'aria-label': `${control} page` })}
              />
            </Group>
          )}
        </>
      )}
    </section>
  );
}

function UsageTable({ rows }: { readonly rows: readonly UsageRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the screen is scrolled by keyboard too
    <section className={classes.scroll} aria-label="Uses by repository, address and client" tabIndex={0}>
      <Table className={classes.usageTable ?? ''} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {['Repository', 'Actions', 'Address', 'Client', 'Last'].map((label) => (
              <Table.Th key={label} scope="col">
                {label}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="right">
              Times that day
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.day} ${row.repository} ${row.actions} ${row.address} ${row.client} ${row.registry}`}>
              <Table.Td>{row.repository ?? 'none (a login)'}</Table.Td>
              <Table.Td>{row.actions === '' ? 'none granted' : row.actions.replaceAll(',', ', ')}</Table.Td>
              <Table.Td>{row.address}</Table.Td>
              <Table.Td className={classes.usageClient ?? ''}>{row.client}</Table.Td>
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
