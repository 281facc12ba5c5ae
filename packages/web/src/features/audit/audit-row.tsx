import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEvent } from '../../api/types.ts';
import { describeProgram } from '../../parts/describe-client.ts';
import { ClockText, ExactTimeText, formatExactTime } from '../../parts/time-text.tsx';
import classes from './audit.module.css';
import { describeEvent, formatFact } from './describe-event.ts';

interface AuditRowProps {
  readonly event: AuditEvent;
  /** Set this if no row above names the day. */
  readonly hasDay?: boolean;
}

/** One event. Its row opens to show all recorded facts. */
export function AuditRow({ event, hasDay = false }: AuditRowProps) {
  return (
    <Table.Tr>
      <Table.Td className={classes.when ?? ''}>
        {hasDay ? <ExactTimeText at={event.at} /> : <ClockText at={event.at} />}
      </Table.Td>
      <Table.Td data-label="Account">
        <span>{event.actor.name}</span>
      </Table.Td>
      <Table.Td className={classes.what ?? ''}>
        <details>
          <summary>{describeEvent(event)}</summary>
          <EventFacts event={event} />
        </details>
      </Table.Td>
      <Table.Td data-label="From" className={classes.from ?? ''}>
        <div>
          {event.address}
          <Text size="xs" c="dimmed" className={classes.client ?? ''} title={event.client}>
            {describeProgram(event.client)}
          </Text>
        </div>
      </Table.Td>
    </Table.Tr>
  );
}

function EventFacts({ event }: { readonly event: AuditEvent }) {
  const { action, actor, subject, sequence, digest, id } = event;
  return (
    <dl className={classes.facts}>
      <Fact label="Time">{formatExactTime(event.at)}</Fact>
      <Fact label="Action">{action}</Fact>
      <Fact label="By">{`${actor.type} ${actor.name} (${actor.id})`}</Fact>
      <Fact label="About">{`${subject.type} ${subject.name} (${subject.id})`}</Fact>
      {Object.entries(event.data).map(([name, value]) => (
        <Fact key={name} label={name}>
          <pre>{formatFact(name, value)}</pre>
        </Fact>
      ))}
      <Fact label="Sequence">{sequence}</Fact>
      <Fact label="Event ID">{id}</Fact>
      <Fact label="Digest">{digest}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
