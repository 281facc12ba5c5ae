import { Alert, Button, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '../../api/types.ts';
import { WebhookStateBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { NewWebhookForm } from './new-webhook-form.tsx';
import { webhooksQuery } from './use-webhooks.ts';
import { WebhookSheet } from './webhook-sheet.tsx';

/** The addresses to which an organization's events are sent. */
export function WebhooksTab() {
  const { name } = useOrganization();
  const query = useQuery(webhooksQuery(name));
  const { data } = query;
  const [isCreating, creating] = useDisclosure();
  const [openId, setOpenId] = useState<string>();
  const opened = data?.webhooks.find(({ id }) => id === openId);
  const newWebhook = data?.permitted && <Button onClick={creating.open}>New webhook</Button>;
  return (
    <section>
      <SectionHead title="Webhooks" actions={newWebhook}>
        Each event in the audit log of {name} is sent to these addresses, without e-mail addresses and network
        addresses.
      </SectionHead>
      <QueryStatus query={query} name="webhooks" height={{ rows: 4 }} />
      {data && !data.permitted && (
        <Alert color="yellow" title="This server sends no webhooks">
          Its operator can allow addresses with the setting LANYARD_WEBHOOK_HOSTS.
        </Alert>
      )}
      {data?.permitted && data.webhooks.length === 0 && (
        <EmptyState title="No webhooks yet" action={newWebhook}>
          Create a webhook to send the changes here to another system, such as a chat.
        </EmptyState>
      )}
      {data && data.webhooks.length > 0 && <WebhookTable webhooks={data.webhooks} onOpen={setOpenId} />}
      <Modal opened={isCreating} onClose={creating.close} title="New webhook" centered size="lg">
        <NewWebhookForm organization={name} onClose={creating.close} />
      </Modal>
      <WebhookSheet organization={name} webhook={opened} onClose={() => setOpenId(undefined)} />
    </section>
  );
}

interface WebhookTableProps {
  readonly webhooks: readonly Webhook[];
  readonly onOpen: (id: string) => void;
}

function WebhookTable({ webhooks, onOpen }: WebhookTableProps) {
  return (
    <CardTable label="Webhooks" columns={['Webhook', 'Events', 'Status', 'Created', '']}>
      {webhooks.map(({ id, origin, description, actions, state, createdAt }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <Text fz="inherit" fw={500}>
              {description === '' ? origin : description}
            </Text>
            {description !== '' && (
              <Text size="sm" c="dimmed">
                {origin}
              </Text>
            )}
          </Table.Td>
          <Table.Td data-label="Events">{actions.length === 0 ? 'All' : `${actions.length} kinds`}</Table.Td>
          <Table.Td data-label="Status">
            <WebhookStateBadge state={state} />
          </Table.Td>
          <Table.Td data-label="Created">
            <TimeText at={createdAt} />
          </Table.Td>
          <Table.Td>
            <Button
              size="xs"
              variant="default"
              onClick={() => onOpen(id)}
              aria-label={`Open the webhook ${description === '' ? origin : description}`}
            >
              Open
            </Button>
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}
