import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { exportedLine } from '@lanyard/core/audit/exported-event';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';

/** RFC 3339 to milliseconds. */
const timeText = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The filter for events. Their time is `from` or later, and before `to`. */
export const auditCriteria = {
  namespace: z.string().max(100).optional(),
  action: z.enum(AUDIT_ACTION_NAMES).optional(),
  actorName: z.string().max(100).optional(),
  subjectId: z.string().max(64).optional(),
  from: timeText.optional(),
  to: timeText.optional(),
};

const partySchema = z.object({ type: z.string(), id: z.string(), name: z.string() });

export const eventSchema = z.object({
  sequence: z.number(),
  id: z.string(),
  at: z.string(),
  action: z.string(),
  actor: partySchema,
  subject: partySchema,
  namespace: z.string().nullable(),
  address: z.string(),
  client: z.string(),
  data: z.record(z.string(), z.unknown()),
  digest: z.string(),
});

export function eventBody({ previousDigest: _previousDigest, at, ...event }: ChainedAuditEvent) {
  return { ...event, at: isoTime(at) };
}

export type ExportFormatName = (typeof EXPORT_FORMAT_NAMES)[number];
export const EXPORT_FORMAT_NAMES = ['csv', 'jsonl'] as const;

interface ExportFormat {
  readonly contentType: string;
  /** The head before the first event. */
  readonly head: string;
  readonly line: (event: ChainedAuditEvent) => string;
}

const CSV_COLUMNS = {
  sequence: ({ sequence }) => sequence,
  at: ({ at }) => isoTime(at),
  action: ({ action }) => action,
  actorType: ({ actor }) => actor.type,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  subjectType: ({ subject }) => subject.type,
  subjectId: ({ subject }) => subject.id,
  subjectName: ({ subject }) => subject.name,
  namespace: ({ namespace }) => namespace ?? '',
  address: ({ address }) => address,
  client: ({ client }) => client,
  data: ({ data }) => JSON.stringify(data),
  id: ({ id }) => id,
} as const satisfies Readonly<Record<string, (event: ChainedAuditEvent) => string | number>>;

/**
 * The format that `lanyard verify` reads: JSON lines, with a checkpoint before them and hashes for the events that are
 * left out.
 */
export const PROOF_FORMAT = 'proof';

/** CSV is for spreadsheets. JSON lines have everything that an event's digest covers, so they can be verified (R13). */
export const EXPORT_FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(Object.keys(CSV_COLUMNS)),
    line: (event) => csvLine(Object.values(CSV_COLUMNS).map((cellOf) => cellOf(event))),
  },
  jsonl: {
    contentType: 'application/jsonl; charset=utf-8',
    head: '',
    line: (event) => `${exportedLine(event)}\n`,
  },
};
