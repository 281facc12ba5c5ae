import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import {
  type AuditExport,
  exportAuditEvents,
  exportServerAuditEvents,
  listAuditEvents,
  listServerAuditEvents,
} from './audit-events.ts';
import {
  auditCriteria,
  EXPORT_FORMAT_NAMES,
  EXPORT_FORMATS,
  type ExportFormatName,
  eventBody,
  eventSchema,
} from './audit-schema.ts';

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
const exportQuery = z.strictObject({ ...auditCriteria, format: z.enum(EXPORT_FORMAT_NAMES) });
const fileAnswers = { 200: z.string() };

export const auditRoutes: readonly Route[] = [
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
    handle: async ({ services, caller, query: { format, ...criteria } }) => {
      return fileAnswer(await exportAuditEvents(services, caller, criteria), format, services.clock.now());
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/audit/export',
    summary: 'Export the events of the whole server, oldest first',
    scope: 'administrator',
    request: { query: exportQuery },
    answers: fileAnswers,
    handle: async ({ services, caller, query: { format, ...criteria } }) => {
      return fileAnswer(exportServerAuditEvents(services, caller, criteria), format, services.clock.now());
    },
  }),
];

function fileAnswer(events: AuditExport, format: ExportFormatName, now: number): Answer {
  const day = new Date(now).toISOString().slice(0, 10);
  const headers = {
    'Content-Type': EXPORT_FORMATS[format].contentType,
    // A namespace's name has no letter that would need quoting.
    'Content-Disposition': `attachment; filename="audit-${events.namespace ?? 'server'}-${day}.${format}"`,
  };
  return { status: 200, headers, body: ReadableStream.from(textOf(events, format)) };
}

/** Read from the store only as fast as the client takes it. */
async function* textOf({ chunks }: AuditExport, format: ExportFormatName): AsyncGenerator<string> {
  const { head, line } = EXPORT_FORMATS[format];
  let text = head;
  for await (const events of chunks) {
    yield text + events.map(line).join('');
    text = '';
  }
  if (text !== '') yield text;
}
