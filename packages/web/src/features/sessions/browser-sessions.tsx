import { Badge, Button, Skeleton, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { faultText } from '../../api/api-fault.ts';
import type { BrowserSession } from '../../api/types.ts';
import { CardTable } from '../../parts/card-table.tsx';
import { describeBrowser } from '../../parts/describe-client.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { sessionsQuery, useEndSession } from './use-sessions.ts';

/** At once and without a question: whoever was signed out signs in again. */
export function BrowserSessions() {
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useEndSession();
  const signOut = (id: string) =>
    end.mutate(id, {
      onSuccess: () => notifications.show({ message: 'The browser is signed out.' }),
      onError: (fault) => notifications.show({ color: 'red', message: faultText(fault), autoClose: false }),
    });
  return (
    <section>
      <SectionHead title="Browsers">
        A browser stays signed in until it was idle for a while, or you end it here.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={100} aria-label="The browsers are being loaded" />}
      {data && (
        <CardTable label="Browsers that are signed in" columns={['Browser', 'Address', 'Signed in', 'Last seen', '']}>
          {data.sessions.map((session) => (
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
  const { client, address, createdAt, lastSeenAt, isCurrent } = session;
  const name = describeBrowser(client);
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" size="sm" fw={500} title={client}>
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
