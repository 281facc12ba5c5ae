import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { EXPORT_FORMATS } from './audit-export-format.ts';
import { auditCriteria } from './audit-schema.ts';
import { type AuditExport, exportAuditEvents, exportServerAuditEvents } from './export-audit-events.ts';

const common = {
  surface: 'api',
  method: 'GET',
  credential: 'account',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
  request: { query: z.strictObject({ ...auditCriteria, format: z.enum(['csv', 'jsonl']) }) },
  answers: { 200: z.string(), ...errorAnswers },
} as const;

export const auditExportRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/audit/export',
    summary: 'Events of the own account, or of an organization for its owners, as a file, oldest first',
    scope: 'own',
    handle: async ({ services, caller, query: { format, ...criteria } }) => {
      return fileAnswer(await exportAuditEvents(services, caller, criteria), format, services.clock.now());
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/audit/export',
    summary: 'Events of the whole server as a file, oldest first',
    scope: 'administrator',
    handle: async ({ services, caller, query: { format, ...criteria } }) => {
      return fileAnswer(exportServerAuditEvents(services, caller, criteria), format, services.clock.now());
    },
  }),
];

function fileAnswer(events: AuditExport, format: keyof typeof EXPORT_FORMATS, now: number): Answer {
  const day = new Date(now).toISOString().slice(0, 10);
  const headers = {
    'Content-Type': EXPORT_FORMATS[format].contentType,
    // A namespace's name has no letter that would need quoting.
    'Content-Disposition': `attachment; filename="audit-${events.namespace ?? 'server'}-${day}.${format}"`,
  };
  return { status: 200, headers, body: ReadableStream.from(textOf(events, format)) };
}

/** Read from the store only as fast as the client takes it. */
async function* textOf({ chunks }: AuditExport, format: keyof typeof EXPORT_FORMATS): AsyncGenerator<string> {
  const { head, line } = EXPORT_FORMATS[format];
  let text = head;
  for await (const events of chunks) {
    yield text + events.map(line).join('');
    text = '';
  }
  if (text !== '') yield text;
}
