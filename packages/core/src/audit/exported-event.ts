import type { ChainedAuditEvent } from './audit-chain.ts';

/** An event as one line of JSON: everything that its digest and its leaf cover. */
export function exportedLine({ at, ...event }: ChainedAuditEvent): string {
  return JSON.stringify({ ...event, at: new Date(at).toISOString() });
}

const FIELDS = [
  'sequence',
  'id',
  'at',
  'action',
  'actor',
  'subject',
  'namespace',
  'address',
  'client',
  'data',
  'previousDigest',
  'digest',
].sort();
const PARTY_FIELDS = ['type', 'id', 'name'].sort();
const TEXTS = ['id', 'at', 'action', 'address', 'client', 'previousDigest', 'digest'];

/**
 * Reads the event of a line. Returns undefined if an export would write the event in another way. So two lines that a
 * reader could read differently are never the same leaf.
 */
export function parseExportedLine(line: string): ChainedAuditEvent | undefined {
  const value = objectOf(line);
  if (!value || !hasFields(value, FIELDS) || JSON.stringify(value) !== line) return undefined;
  const { sequence, at, actor, subject, namespace, data } = value;
  if (!Number.isSafeInteger(sequence) || TEXTS.some((field) => typeof value[field] !== 'string')) return undefined;
  if (!isParty(actor) || !isParty(subject) || !isObject(data)) return undefined;
  if (namespace !== null && typeof namespace !== 'string') return undefined;
  const time = Date.parse(String(at));
  if (Number.isNaN(time) || new Date(time).toISOString() !== at) return undefined;
  return { ...value, at: time } as unknown as ChainedAuditEvent;
}

/** Returns undefined if the line is not a JSON object. */
export function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasFields(value: Readonly<Record<string, unknown>>, fields: readonly string[]): boolean {
  return Object.keys(value).sort().join() === fields.join();
}

function isParty(value: unknown): boolean {
  return (
    isObject(value) && hasFields(value, PARTY_FIELDS) && Object.values(value).every((one) => typeof one === 'string')
  );
}
