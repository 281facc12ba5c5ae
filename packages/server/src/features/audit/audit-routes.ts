import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import {
  type AuditExport,
  exportAuditEvents,
  exportServerAuditEvents,
  listAuditEvents,
  listServerAuditEvents,
  type ProvenExport,
  proveAuditEvents,
  proveServerAuditEvents,
} from './audit-events.ts';
import {
  auditCriteria,
  EXPORT_FORMAT_NAMES,
  EXPORT_FORMATS,
  type ExportFormatName,
  eventBody,
  eventSchema,
  PROOF_FORMAT,
} from './audit-schema.ts';
import { showCheckpoint } from './checkpoints.ts';

const common = {
  surface: 'api',
  method: 'GET',
  credential: 'account',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const filterQuery = z.strictObject({ ...pagingQuery, ...auditCriteria });
const answers = { 200: z.object({ total: z.number(), events: z.array(eventSchema) }) };
const exportQuery = z.strictObject({
  ...auditCriteria,
  format: z.enum([...EXPORT_FORMAT_NAMES, PROOF_FORMAT]),
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
const fileAnswers = { 200: z.string() };

export const auditRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    credential: 'none',
    scope: 'anyone',
    cache: 'public',
    path: '/api/audit/key',
    summary: 'Get the public key of the audit log, as its checkpoints are verified with it (C2SP signed-note)',
    request: {},
    answers: { 200: z.object({ origin: z.string(), key: z.string() }) },
    handle: async ({ services: { auditSigner } }) => ({
      status: 200,
      body: { origin: auditSigner.origin, key: auditSigner.keyText },
    }),
  }),
  defineRoute({
    ...common,
    path: '/api/audit/checkpoint',
    summary: 'Get the newest signed checkpoint of the audit log (C2SP tlog-checkpoint)',
    scope: 'own',
    request: {},
    answers: { 200: z.object({ checkpoint: z.string() }) },
    handle: async ({ services, caller }) => ({
      status: 200,
      body: { checkpoint: await showCheckpoint(services, caller) },
    }),
  }),
  defineRoute({
    ...common,
    path: '/api/audit',
    summary: 'List the events of your account, or of an organization that you own, newest first',
    scope: 'own',
    request: { query: filterQuery },
    answers,
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listAuditEvents(services, caller, query);
      return { status: 200, body: { total, events: items.map(eventBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/audit',
    summary: 'List the events of the whole server, newest first',
    scope: 'administrator',
    request: { query: filterQuery },
    answers,
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listServerAuditEvents(services, caller, query);
      return { status: 200, body: { total, events: items.map(eventBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/audit/export',
    summary: 'Export the events of your account, or of an organization that you own, oldest first',
    scope: 'own',
    request: { query: exportQuery },
    answers: fileAnswers,
    handle: async ({ services, caller, query: { format, since, ...criteria } }) => {
      const now = services.clock.now();
      if (format === PROOF_FORMAT)
        return provenAnswer(await proveAuditEvents(services, caller, { ...criteria, since }), now);
      return fileAnswer(await exportAuditEvents(services, caller, criteria), format, now);
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/audit/export',
    summary: 'Export the events of the whole server, oldest first',
    scope: 'administrator',
    request: { query: exportQuery },
    answers: fileAnswers,
    handle: async ({ services, caller, query: { format, since, ...criteria } }) => {
      const now = services.clock.now();
      if (format === PROOF_FORMAT) {
        return provenAnswer(await proveServerAuditEvents(services, caller, { ...criteria, since }), now);
      }
      return fileAnswer(exportServerAuditEvents(services, caller, criteria), format, now);
    },
  }),
];

function fileAnswer(events: AuditExport, format: ExportFormatName, now: number): Answer {
  const { contentType } = EXPORT_FORMATS[format];
  return download({ name: events.namespace, contentType, ending: format, chunks: textOf(events, format) }, now);
}

function provenAnswer({ namespace, lines }: ProvenExport, now: number): Answer {
  const { contentType } = EXPORT_FORMATS.jsonl;
  return download({ name: namespace, contentType, ending: 'proof.jsonl', chunks: lines }, now);
}

interface Download {
  /** The name of the namespace. Null for the whole server. None of its characters needs quoting. */
  readonly name: string | null;
  readonly contentType: string;
  readonly ending: string;
  readonly chunks: AsyncIterable<string>;
}

function download({ name, contentType, ending, chunks }: Download, now: number): Answer {
  const day = new Date(now).toISOString().slice(0, 10);
  const headers = {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="audit-${name ?? 'server'}-${day}.${ending}"`,
  };
  return { status: 200, headers, body: ReadableStream.from(chunks) };
}

/** Reads from the store only as fast as the client receives. */
async function* textOf({ chunks }: AuditExport, format: ExportFormatName): AsyncGenerator<string> {
  const { head, line } = EXPORT_FORMATS[format];
  let text = head;
  for await (const events of chunks) {
    yield text + events.map(line).join('');
    text = '';
  }
  if (text !== '') yield text;
}
