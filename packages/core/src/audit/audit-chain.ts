import { createHash } from 'node:crypto';
import type { AuditEvent } from './audit-event.ts';

/** An event in its place: each digest covers the event, its sequence and the digest before. */
export interface ChainedAuditEvent extends AuditEvent {
  /** 1 for the first event, without gaps. */
  readonly sequence: number;
  readonly previousDigest: string;
  readonly digest: string;
}

export interface AuditHead {
  readonly sequence: number;
  readonly digest: string;
}

export const EMPTY_HEAD: AuditHead = { sequence: 0, digest: '0'.repeat(64) };

/** The event in its place after `head`, in exactly the form in which every store returns it. */
export function chainEvent(head: AuditHead, event: AuditEvent): ChainedAuditEvent {
  const sequence = head.sequence + 1;
  const kept = storable(event);
  return { ...kept, sequence, previousDigest: head.digest, digest: digestOf(head.digest, sequence, kept) };
}

export interface AuditBreak {
  readonly sequence: number;
  readonly reason: 'out of sequence' | 'does not follow the event before' | 'was changed' | 'is missing';
}

/**
 * The first break in a run of events that should follow `start`, or undefined.
 * `end` is a head known from elsewhere (an export, a backup): without it, a cut-off tail cannot be seen.
 */
export function findAuditBreak(
  events: Iterable<ChainedAuditEvent>,
  start: AuditHead = EMPTY_HEAD,
  end?: AuditHead,
): AuditBreak | undefined {
  if (contradicts(start, end)) return { sequence: start.sequence, reason: 'was changed' };
  let head = start;
  for (const event of events) {
    const reason = breakBetween(head, event);
    if (reason) return { sequence: head.sequence + 1, reason };
    head = { sequence: event.sequence, digest: event.digest };
    if (contradicts(head, end)) return { sequence: head.sequence, reason: 'was changed' };
  }
  return end && head.sequence < end.sequence ? { sequence: head.sequence + 1, reason: 'is missing' } : undefined;
}

function contradicts(head: AuditHead, known: AuditHead | undefined): boolean {
  return known !== undefined && head.sequence === known.sequence && head.digest !== known.digest;
}

function breakBetween(head: AuditHead, event: ChainedAuditEvent): AuditBreak['reason'] | undefined {
  if (event.sequence !== head.sequence + 1) return 'out of sequence';
  if (event.previousDigest !== head.digest) return 'does not follow the event before';
  return event.digest === digestOf(head.digest, event.sequence, event) ? undefined : 'was changed';
}

function digestOf(previousDigest: string, sequence: number, event: AuditEvent): string {
  const { id, at, action, actor, subject, namespace, address, client, data } = event;
  const parties = [actor, subject].map(({ type, id: partyId, name }) => [type, partyId, name]);
  const sortedData = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  const record = [previousDigest, sequence, id, at, action, ...parties, namespace, address, client, sortedData];
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}

/**
 * Databases cannot store half surrogate pairs, and PostgreSQL cannot store NUL. A token whose name has them would
 * otherwise leave an event that reads back as changed, or that cannot be written.
 */
function storable(event: AuditEvent): AuditEvent {
  const keptText = (_key: string, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
  return JSON.parse(JSON.stringify(event, keptText));
}
