import { Badge, Button, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { faultText } from '../../api/api-fault.ts';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { BrowserSession } from '../../api/types.ts';
import { useEnding } from '../../api/use-ending.ts';
import { describeBrowser } from '../../parts/describe-client.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';

const sessionsQuery = queryOptions({
  queryKey: [SIGNED_IN, 'sessions'],
  queryFn: () => answerOf(client.GET('/api/sessions')),
  refetchInterval: 30_000,
});

/** Ending a session needs no confirmation, because it costs only a new sign-in. */
export function BrowserSessions() {
  const sessions = useQuery(sessionsQuery);
  const end = useEnding((id: string) => answerOf(client.DELETE('/api/sessions/{id}', { params: { path: { id } } })));
  const signOut = (id: string) =>
    end.mutate(id, {
      onSuccess: () => notifications.show({ message: 'The browser is signed out.' }),
      onError: (fault) => notifications.show({ color: 'red', message: faultText(fault), autoClose: false }),
    });
  return (
    <section>
      <SectionHead title="Sessions">
        The browsers where you are signed in. A session ends when you sign it out, or after some time without use.
      </SectionHead>
      <QueryStatus query={sessions} name="sessions" height={100} />
      {sessions.data && (
        <CardTable label="Sessions" columns={['Browser', 'Address', 'Signed in', 'Last seen', '']}>
          {sessions.data.sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isBusy={end.isPending && end.variables === session.id}
              onSignOut={() => signOut(session.id)}
            />
          ))}
        </CardTable>
      )}
    </section>
  );
}

interface SessionRowProps {
  readonly session: BrowserSession;
  readonly isBusy: boolean;
  readonly onSignOut: () => void;
}

function SessionRow({ session, isBusy, onSignOut }: SessionRowProps) {
  const { client: userAgent, address, createdAt, lastSeenAt, isCurrent } = session;
  const name = describeBrowser(userAgent);
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" size="sm" fw={500} title={userAgent}>
          {name}
        </Text>{' '}
        {isCurrent && (
          <Badge variant="light" tt="none">
            This browser
          </Badge>
        )}
      </Table.Td>
      <Table.Td data-label="Address">{address}</Table.Td>
      <Table.Td data-label="Signed in">
        <TimeText at={createdAt} />
      </Table.Td>
      <Table.Td data-label="Last seen">
        <TimeText at={lastSeenAt} />
      </Table.Td>
      <Table.Td>
        {!isCurrent && (
          <Button size="xs" variant="default" loading={isBusy} onClick={onSignOut} aria-label={`Sign out ${name}`}>
            Sign out
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
