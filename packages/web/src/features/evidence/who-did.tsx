import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvidenceUse } from '../../api/types.ts';
import { describeProgram } from '../../parts/describe-client.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { DayText, ExactTimeText } from '../../parts/time-text.tsx';
import classes from './evidence.module.css';
import type { EvidencePeriod } from './evidence-search.ts';
import { PAGE_SIZE, usesQuery } from './use-evidence.ts';
import { counted } from './who-can.tsx';

/** What was done with the repository, each with where it is known from. */
export function WhoDid({ period }: { readonly period: EvidencePeriod }) {
  const [page, setPage] = useState(1);
  const query = useQuery(usesQuery(period, page));
  const { data } = query;
  return (
    <section>
      <SectionHead title="Who did something">
        {data ? `${counted(data.total, 'record')} in the period. ` : ''}
        Where a gate stood before the registry, its record is shown. Otherwise it is what the token endpoint allowed,
        counted by day.
      </SectionHead>
      <QueryStatus query={query} name="uses" height={{ rows: 5 }} />
      {data && data.uses.length > 0 && (
        <CardTable label="Uses" columns={['Time', 'Who', 'What', 'From', 'Source']}>
          {data.uses.map((use) => (
            <UseRow key={JSON.stringify(use)} use={use} />
          ))}
        </CardTable>
      )}
      <Pager total={data?.total ?? 0} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="records" />
    </section>
  );
}

const SOURCES: Readonly<Record<EvidenceUse['source'], string>> = {
  gate: 'Gate',
  'gate-by-day': 'Gate, by day',
  'registry-token': 'Token endpoint, by day',
};

function UseRow({ use }: { readonly use: EvidenceUse }) {
  const { source, at, count, registry, actions, reference, digest, token, holder, address, client } = use;
  return (
    <Table.Tr>
      <Table.Td>{source === 'gate-by-day' ? <DayText at={at} /> : <ExactTimeText at={at} />}</Table.Td>
      <Table.Td data-label="Who">
        <div>
          {holder ?? 'Without a credential'}
          {token && (
            <Text size="xs" c="dimmed">
              {token.description ?? 'Access token'}, {token.id.slice(0, 8)}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label="What">
        <div>
          {actions.join(', ')}
          {count > 1 && `, ${count.toLocaleString()} times`}
          <Text size="xs" c="dimmed" className={classes.reference ?? ''} title={digest ?? undefined}>
            {[reference, registry].filter((part) => part !== null).join(' in ')}
          </Text>
        </div>
      </Table.Td>
      <Table.Td data-label="From">
        <div>
          {address ?? 'Not kept'}
          {client !== null && (
            <Text size="xs" c="dimmed" title={client}>
              {describeProgram(client)}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label="Source">{SOURCES[source]}</Table.Td>
    </Table.Tr>
  );
}
