import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listAllOrganizations, showHealth, showSettings } from './show-server.ts';

const common = {
  method: 'GET',
  surface: 'api',
  credential: 'account',
  scope: 'administrator',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const organizationSchema = z.object({
  name: z.string(),
  createdAt: z.string(),
  members: z.number(),
  /** Owners whose account is not disabled. */
  activeOwners: z.number(),
  repositories: z.number(),
  tokens: z.number(),
});

/** The state of the server, for its administrators. */
export const serverRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/server/organizations',
    summary: 'List all organizations of the server by name, with their counts',
    request: { query: z.strictObject({ ...pagingQuery, search: z.string().max(100).optional() }) },
    answers: { 200: z.object({ total: z.number(), organizations: z.array(organizationSchema) }) },
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listAllOrganizations(services, caller, query);
      const organizations = items.map(({ name, createdAt, members, activeOwners, repositories, tokens }) => {
        return { name, createdAt: isoTime(createdAt), members, activeOwners, repositories, tokens };
      });
      return { status: 200, body: { total, organizations } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/settings',
    summary: 'List the settings in force and whether the environment sets them; never a secret',
    request: {},
    answers: {
      200: z.object({
        settings: z.array(
          z.object({
            name: z.string(),
            meaning: z.string(),
            /** Whether the environment sets it. Otherwise the default applies. */
            isSet: z.boolean(),
            /** Null for a value that can contain a secret. */
            value: z.string().nullable(),
          }),
        ),
      }),
    },
    handle: async ({ services, caller }) => {
      return { status: 200, body: { settings: [...showSettings(services, caller)] } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/health',
    summary: 'Show versions, the state of the database and of mail, and what should be done',
    request: {},
    answers: {
      200: z.object({
        version: z.string(),
        nodeVersion: z.string(),
        database: z.enum(['SQLite', 'PostgreSQL']),
        databaseMilliseconds: z.number().nullable(),
        startedAt: z.string(),
        publicUrl: z.string(),
        auditEvents: z.number(),
        sendsMail: z.boolean(),
        mailWaitsSince: z.string().nullable(),
        sendsWebhooks: z.boolean(),
        advice: z.array(z.string()),
      }),
    },
    handle: async ({ services, caller }) => {
      const { startedAt, mailWaitsSince, advice, ...health } = await showHealth(services, caller);
      const times = {
        startedAt: isoTime(startedAt),
        mailWaitsSince: mailWaitsSince === null ? null : isoTime(mailWaitsSince),
      };
      return { status: 200, body: { ...health, ...times, advice: [...advice] } };
    },
  }),
];
