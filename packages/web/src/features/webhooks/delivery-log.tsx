import { webhookEventLabel } from '@lanyard/core/webhooks/webhook-events';
import { Button, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '../../api/types.ts';
import { DeliveryBadge } from '../../parts/badges.tsx';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { DELIVERIES_PAGE_SIZE, deliveriesQuery, useReplay } from './use-webhooks.ts';

interface DeliveryLogProps {
  readonly organization: string;
  readonly id: string;
}

/** The deliveries of a webhook in the last 30 days, and those that wait. */
export function DeliveryLog({ organization, id }: DeliveryLogProps) {
  const [page, setPage] = useState(1);
  const query = useQuery({ ...deliveriesQuery(organization, id, page), refetchInterval: 5000 });
  const replay = useReplay(organization, id);
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Deliveries
      </Title>
      <QueryStatus query={query} name="deliveries" height={120} />
      <FaultAlert fault={replay.error} />
      {data?.total === 0 && <Text c="dimmed">Nothing was sent in the last 30 days.</Text>}
      {data && data.total > 0 && (
        <>
          <CardTable label="Deliveries" columns={['Event', 'Time', 'Status', '']}>
            {data.deliveries.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} onReplay={() => replay.mutate(delivery.id)} />
            ))}
          </CardTable>
          <Pager total={data.total} pageSize={DELIVERIES_PAGE_SIZE} page={page} onPage={setPage} noun="deliveries" />
        </>
      )}
    </section>
  );
}

function Row({ delivery, onReplay }: { readonly delivery: Delivery; readonly onReplay: () => void }) {
  const { id, type, createdAt, outcome } = delivery;
  return (
    <Table.Tr>
      <Table.Td>
        {webhookEventLabel(type) ?? 'Test event'}
        <Text size="xs" c="dimmed">
          {type}
        </Text>
      </Table.Td>
      <Table.Td data-label="Time">
        <TimeText at={createdAt} />
      </Table.Td>
      <Table.Td data-label="Status">
        <DeliveryBadge outcome={outcome} />
        <Text size="xs" c="dimmed">
          {answerText(delivery)}
        </Text>
      </Table.Td>
      <Table.Td>
        {outcome !== 'waiting' && (
          <Button size="xs" variant="default" onClick={onReplay} aria-label={`Send ${type} of ${id} again`}>
            Send again
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** "503 after 2 attempts" */
function answerText({ status, fault, attempts }: Delivery): string {
  if (attempts === 0) return '';
  const answer = status === null ? (fault ?? 'no answer') : `answered ${status}`;
  return `${answer}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
}
