import { createHash } from 'node:crypto';
import type { AuditEvent } from './audit-event.ts';

/**
 * Computes the code of a record with the log's key (HMAC-SHA-256 in hexadecimal). Only a holder of the key can add to a
 * chain or check it. An attacker who can write only to the database cannot recompute any event (attack 47).
 */
export type AuditMac = (record: string) => string;

/** Marks a digest that was made with the key. Events from before the log had a key have a plain SHA-256. */
const KEYED = 'hmac-';

/** An event with its place in the chain. Each digest covers the event, its sequence and the previous digest. */
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

/** Whether the digest of this event was made with the key. An exported line can have any text as its digest. */
export function isKeyed({ digest }: Pick<AuditHead, 'digest'>): boolean {
  return String(digest).startsWith(KEYED);
}

/**
 * An event that has no place in the chain yet, as text, with the code that proves that a server wrote it. Its text
 * begins with another letter than an event with a place, so the code of one is never valid for the other.
 */
export interface WaitingEvent {
  readonly event: string;
  readonly mac: string;
}

export function waitingEvent(mac: AuditMac, event: AuditEvent): WaitingEvent {
  const text = JSON.stringify(storable(event));
  return { event: text, mac: mac(text) };
}

/** Returns undefined if no holder of the key wrote it. */
export function parseWaiting(mac: AuditMac, { event, mac: code }: WaitingEvent): AuditEvent | undefined {
  return mac(event) === code ? JSON.parse(event) : undefined;
}

/** Makes the event that follows `head`, in exactly the form in which every store returns it. */
export function chainEvent(mac: AuditMac, head: AuditHead, event: AuditEvent): ChainedAuditEvent {
  const sequence = head.sequence + 1;
  const kept = storable(event);
  const digest = `${KEYED}${mac(recordOf(head.digest, sequence, kept))}`;
  return { ...kept, sequence, previousDigest: head.digest, digest };
}

export interface AuditBreak {
  readonly sequence: number;
  readonly reason:
    | 'out of sequence'
    | 'does not follow the previous event'
    | 'was changed'
    | 'was written without the key'
    | 'is missing'
    | 'is behind the head'
    | 'is not the one in the tree'
    | 'waits for its place, and no server wrote it'
    | 'is in the log, and also waits for a place';
}

interface ChainPart {
  /** The head before the first event. Default: the empty log. */
  readonly start?: AuditHead;
  /**
   * A head that is known from another place: a log line, an export or a backup. Without it, nobody can see that the
   * last events were cut off.
   */
  readonly end?: AuditHead | undefined;
}

/** Finds the first break in a run of events. Returns undefined if there is none. */
export function findAuditBreak(
  mac: AuditMac,
  events: Iterable<ChainedAuditEvent>,
  { start = EMPTY_HEAD, end }: ChainPart = {},
): AuditBreak | undefined {
  if (contradicts(start, end)) return { sequence: start.sequence, reason: 'was changed' };
  let head = start;
  for (const event of events) {
    const reason = breakBetween(mac, head, event);
    if (reason) return { sequence: head.sequence + 1, reason };
    head = { sequence: event.sequence, digest: event.digest };
    if (contradicts(head, end)) return { sequence: head.sequence, reason: 'was changed' };
  }
  return end && head.sequence < end.sequence ? { sequence: head.sequence + 1, reason: 'is missing' } : undefined;
}

function contradicts(head: AuditHead, known: AuditHead | undefined): boolean {
  return known !== undefined && head.sequence === known.sequence && head.digest !== known.digest;
}

function breakBetween(mac: AuditMac, head: AuditHead, event: ChainedAuditEvent): AuditBreak['reason'] | undefined {
  if (event.sequence !== head.sequence + 1) return 'out of sequence';
  if (event.previousDigest !== head.digest) return 'does not follow the previous event';
  // Otherwise an event without the key, which anybody can compute, could follow one that has it.
  if (isKeyed(head) && !isKeyed(event)) return 'was written without the key';
  const record = recordOf(head.digest, event.sequence, event);
  const digest = isKeyed(event) ? `${KEYED}${mac(record)}` : createHash('sha256').update(record).digest('hex');
  return event.digest === digest ? undefined : 'was changed';
}

/** The event as a leaf of the log's tree. It has all fields, so that no export can change one. */
export function leafRecord(event: ChainedAuditEvent): string {
  return `${event.digest} ${recordOf(event.previousDigest, event.sequence, event)}`;
}

/** The text that a digest covers. An event has only one such text. */
function recordOf(previousDigest: string, sequence: number, event: AuditEvent): string {
  const { id, at, action, actor, subject, namespace, address, client, data } = event;
  const parties = [actor, subject].map(({ type, id: partyId, name }) => [type, partyId, name]);
  const sortedData = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([previousDigest, sequence, id, at, action, ...parties, namespace, address, client, sortedData]);
}

/**
 * Databases cannot store half surrogate pairs, and PostgreSQL cannot store NUL. Without this, an event about a token
 * with such a name could read back as changed, or could not be written at all.
 */
function storable(event: AuditEvent): AuditEvent {
  const keptText = (_key: string, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
  return JSON.parse(JSON.stringify(event, keptText));
}
