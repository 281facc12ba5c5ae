import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';

interface ExportFormat {
  readonly contentType: string;
  /** Before the first event. */
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

/** CSV for spreadsheets; JSON lines with all that the digest of each event covers, to be verified again (R13). */
export const EXPORT_FORMATS: Readonly<Record<'csv' | 'jsonl', ExportFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(Object.keys(CSV_COLUMNS)),
    line: (event) => csvLine(Object.values(CSV_COLUMNS).map((cellOf) => cellOf(event))),
  },
  jsonl: {
    contentType: 'application/jsonl; charset=utf-8',
    head: '',
    line: ({ at, ...event }) => `${JSON.stringify({ ...event, at: isoTime(at) })}\n`,
  },
};
