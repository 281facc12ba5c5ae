import { NativeSelect, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Passage } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { ProgramText } from '../../parts/program-text.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './gate.module.css';
import { PAGE_SIZE, type RecordFilter, type RecordOf, recordQuery } from './use-gate.ts';

const TYPED_MILLISECONDS = 300;
const EVERYTHING: RecordFilter = { page: 1, reference: '', action: '', before: '' };

interface GateRecordProps {
  readonly of: RecordOf;
  readonly order: 2 | 3;
}

/** Who pulled, pushed or deleted which tag or digest in the last 90 days, as the gate recorded it. */
export function GateRecord({ of, order }: GateRecordProps) {
  const [filter, setFilter] = useState(EVERYTHING);
  const [asked] = useDebouncedValue(filter, TYPED_MILLISECONDS);
  const query = useQuery(recordQuery(of, asked));
  const { data } = query;
  const isFiltered = asked.reference !== '' || asked.action !== '' || asked.before !== '';
  const change = (some: Partial<RecordFilter>) => setFilter({ ...filter, page: 1, ...some });
  return (
    <section>
      <Title order={order} size={order === 3 ? 'h4' : 'h2'}>
        Pulls and pushes
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        What clients pulled, pushed and deleted in the last 90 days. Registries without a gate are not shown.
      </Text>
      <div className={classes.filter}>
        <TextInput
          label="Tag or digest"
          placeholder="sha256:…"
          value={filter.reference}
          maxLength={300}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => change({ reference: event.currentTarget.value.trim() })}
        />
        <NativeSelect
          label="Action"
          data={[
            { value: '', label: 'All' },
            { value: 'pull', label: 'Pull' },
            { value: 'push', label: 'Push' },
            { value: 'delete', label: 'Delete' },
          ]}
          value={filter.action}
          onChange={(event) => change({ action: event.currentTarget.value as RecordFilter['action'] })}
        />
        <TextInput
          label="Before"
          type="date"
          value={filter.before}
          onChange={(event) => change({ before: event.currentTarget.value })}
        />
      </div>
      <QueryStatus query={query} name="the record" height={120} />
      {data?.total === 0 && (
        <Text c="dimmed">{isFiltered ? 'Nothing matches.' : 'No pulls or pushes in this time.'}</Text>
      )}
      {data && data.total > 0 && (
        <>
          <CardTable label="Pulls and pushes" columns={['Image', 'Who', 'From', 'Time']}>
            {data.passages.map((passage) => (
              <PassageRow
                key={`${passage.at} ${passage.reference} ${passage.address} ${passage.action}`}
                {...passage}
              />
            ))}
          </CardTable>
          <Pager
            total={data.total}
            pageSize={PAGE_SIZE}
            page={filter.page}
            onPage={(page) => setFilter({ ...filter, page })}
            noun="rows"
          />
        </>
      )}
    </section>
  );
}

const DID: Readonly<Record<Passage['action'], string>> = { pull: 'Pulled', push: 'Pushed', delete: 'Deleted' };

function PassageRow({ repository, action, reference, digest, holder, tokenId, address, client, at, count }: Passage) {
  return (
    <Table.Tr>
      <Table.Td className={classes.image ?? ''}>
        {DID[action]} {reference}
        {digest !== null && digest !== reference && (
          <Text size="xs" c="dimmed">
            {digest}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {repository}
          {count > 1 && `, ${count} times`}
        </Text>
      </Table.Td>
      <Table.Td data-label="Who">
        {holder ?? 'Anyone'}
        <Text size="xs" c="dimmed">
          {tokenId === null ? (holder === null ? 'without signing in' : 'with a password') : 'with an access token'}
        </Text>
      </Table.Td>
      <Table.Td data-label="From">
        <span className={classes.address}>{address}</span>
        <Text size="xs" c="dimmed" component="div">
          <ProgramText userAgent={client} />
        </Text>
      </Table.Td>
      <Table.Td data-label="Time">
        <TimeText at={at} />
      </Table.Td>
    </Table.Tr>
  );
}
