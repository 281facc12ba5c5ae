import { Alert, List, Stack, Table, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { ServerHealth } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Fact, FactList } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';

/** Health, versions and settings of the server. */
export function ServerPage() {
  return (
    <Stack gap="2.5rem">
      <Health />
      <Settings />
    </Stack>
  );
}

function Health() {
  const query = useQuery(healthQuery);
  const { data } = query;
  return (
    <section>
      <SectionHead title="Health" />
      <QueryStatus query={query} name="the health of the server" height={240} />
      {data && (
        <Stack>
          {data.advice.length === 0 ? (
            <Text>Everything works.</Text>
          ) : (
            <Alert color={data.databaseMilliseconds === null ? 'red' : 'yellow'} title="What you should do" maw={832}>
              <List spacing={4}>
                {data.advice.map((line) => (
                  <List.Item key={line}>{line}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          <HealthFacts health={data} />
        </Stack>
      )}
    </section>
  );
}

function HealthFacts({ health }: { readonly health: ServerHealth }) {
  const { databaseMilliseconds, mailWaitsSince } = health;
  return (
    <FactList>
      <Fact label="Address">{health.publicUrl}</Fact>
      <Fact label="Version">
        Lanyard {health.version} on Node {health.nodeVersion}
      </Fact>
      <Fact label="Started">
        <TimeText at={health.startedAt} />
      </Fact>
      <Fact label="Database">
        {health.database},{' '}
        {databaseMilliseconds === null ? 'which does not answer' : `which answers in ${databaseMilliseconds} ms`}
      </Fact>
      <Fact label="Audit log">{health.auditEvents.toLocaleString('en')} events</Fact>
      <Fact label="Mail">
        {!health.sendsMail && 'Not sent'}
        {health.sendsMail && mailWaitsSince === null && 'Sent; no mail is waiting'}
        {mailWaitsSince !== null && (
          <>
            The oldest mail has waited since <TimeText at={mailWaitsSince} />
          </>
        )}
      </Fact>
      <Fact label="Webhooks">{health.sendsWebhooks ? 'Sent' : 'Not sent: LANYARD_WEBHOOK_HOSTS is not set'}</Fact>
    </FactList>
  );
}

function Settings() {
  const query = useQuery(settingsQuery);
  return (
    <section>
      <SectionHead title="Settings">
        The environment of the server sets them, and a restart applies a change. Values that may hold a secret are not
        shown.
      </SectionHead>
      <QueryStatus query={query} name="settings" height={400} />
      {query.data && (
        <CardTable label="Settings" columns={['Setting', 'Value', 'From', 'Meaning']}>
          {query.data.settings.map(({ name, value, isSet, meaning }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Text component="code" size="xs" ff="monospace">
                  {name}
                </Text>
              </Table.Td>
              <Table.Td data-label="Value">{value ?? 'Set, and not shown'}</Table.Td>
              <Table.Td data-label="From">{isSet ? <strong>Environment</strong> : 'Default'}</Table.Td>
              <Table.Td data-label="Meaning">
                <Text component="span" size="sm" c="dimmed">
                  {meaning}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
      )}
    </section>
  );
}

const healthQuery = queryOptions({
  queryKey: ['server-health'],
  queryFn: () => answerOf(client.GET('/api/server/health')),
  refetchInterval: 30_000,
});

const settingsQuery = queryOptions({
  queryKey: ['server-settings'],
  queryFn: () => answerOf(client.GET('/api/server/settings')),
});
