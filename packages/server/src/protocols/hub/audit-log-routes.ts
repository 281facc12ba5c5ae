import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { z } from 'zod';
import { listAuditActions } from '../../features/audit/list-audit-actions.ts';
import { listAuditEvents } from '../../features/audit/list-audit-events.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubAuditActions, hubAuditActionsSchema, hubAuditLog, hubAuditLogSchema } from './hub-audit-log.ts';
import { hubPagingQuery, pageOf } from './hub-paging.ts';
import { hubErrorAnswers } from './hub-surface.ts';

const path = '/v2/auditlogs/:account';
const common = {
  surface: 'hub',
  method: 'GET',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const params = z.strictObject({ account: z.string().max(100) });

/** RFC 3339; from `from` on, up to but not with `to`. */
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();

/** `name` is that of whatever the event is about, `actor` that of who did it. */
const logQuery = z.object({
  ...hubPagingQuery,
  page_size: z.coerce.number().int().min(1).max(100).default(25),
  action: z.enum(AUDIT_ACTION_NAMES).optional(),
  name: z.string().max(300).optional(),
  actor: z.string().max(100).optional(),
  from: time,
  to: time,
});

/** The own log, or that of an organization for its owners. */
export const hubAuditLogRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path,
    summary: 'Events of the own account, or of an organization for its owners, newest first',
    request: { params, query: logQuery },
    answers: { 200: z.object({ logs: z.array(hubAuditLogSchema) }), ...hubErrorAnswers },
    handle: async ({ services, caller, params: { account }, query }) => {
      const { action, name, actor, from, to } = query;
      const filter = { namespace: account, action, subjectName: name, actorName: actor, from, to };
      const { items } = await listAuditEvents(services, caller, { ...filter, ...pageOf(query) });
      return { status: 200, body: { logs: items.map(hubAuditLog) } };
    },
  }),
  defineRoute({
    ...common,
    path: `${path}/actions`,
    summary: 'The actions that the log may be filtered by',
    request: { params },
    answers: { 200: hubAuditActionsSchema, ...hubErrorAnswers },
    handle: async ({ services, caller, params: { account } }) => {
      return { status: 200, body: hubAuditActions(await listAuditActions(services, caller, account)) };
    },
  }),
];
