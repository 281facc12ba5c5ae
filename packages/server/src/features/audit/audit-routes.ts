import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { auditCriteria, eventBody, eventSchema } from './audit-schema.ts';
import { listAuditEvents, listServerAuditEvents } from './list-audit-events.ts';

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
const answers = { 200: z.object({ total: z.number(), events: z.array(eventSchema) }), ...errorAnswers };

export const auditRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/audit',
    summary: 'Events of the own account, or of an organization for its owners, newest first',
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
    summary: 'Events of the whole server, newest first',
    scope: 'administrator',
    request: { query: filterQuery },
    answers,
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listServerAuditEvents(services, caller, query);
      return { status: 200, body: { total, events: items.map(eventBody) } };
    },
  }),
];
