import type { ChainedAuditEvent } from '@lanyard/core/audit-chain';
import { AUDIT_ACTIONS } from '@lanyard/core/audit-event';
import { z } from 'zod';
import { listAuditEvents, listServerAuditEvents } from '../../use-cases/list-audit-events.ts';
import { defineRoute, type Route } from '../route.ts';
import { errorAnswers } from './error-schema.ts';
import { pagingQuery } from './paging-schema.ts';
import { isoTime } from './token-schema.ts';

const common = {
  surface: 'api',
  method: 'GET',
  credential: 'account',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

/** RFC 3339 to milliseconds. */
const timeText = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** From `from` on, up to but not with `to`. */
const filterQuery = z.strictObject({
  ...pagingQuery,
  namespace: z.string().max(100).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  actorName: z.string().max(100).optional(),
  subjectId: z.string().max(64).optional(),
  from: timeText.optional(),
  to: timeText.optional(),
});

const partySchema = z.object({ type: z.string(), id: z.string(), name: z.string() });

const eventSchema = z.object({
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

function eventBody({ previousDigest: _previousDigest, at, ...event }: ChainedAuditEvent) {
  return { ...event, at: isoTime(at) };
}
