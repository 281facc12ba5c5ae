import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './token-events.module.css';
import { useTokenOwner } from './token-owner.ts';
import { eventsQuery } from './use-tokens.ts';

const WORDS: Readonly<Record<string, string>> = {
  'token.created': 'Made',
  'token.changed': 'Changed',
  'token.deactivated': 'Deactivated',
  'token.activated': 'Activated',
  'token.refused': 'Refused',
};

/** What was done to the token, newest first. */
export function TokenEvents({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(eventsQuery(useTokenOwner(), id));
  return (
    <section>
      <Title order={2} mb="sm">
        What was done to it
      </Title>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {data?.events.length === 0 && <Text c="dimmed">Nothing is recorded.</Text>}
      <ol className={classes.events}>
        {data?.events.map((event) => (
          <li key={event.id}>
            <strong>{WORDS[event.action] ?? event.action}</strong> by {event.actor.name}, <TimeText at={event.at} />
            <Text size="sm" c="dimmed">
              from {event.address} with {event.client}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  );
}
