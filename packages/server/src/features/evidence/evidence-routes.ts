import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { eventBody, eventSchema } from '../audit/audit-schema.ts';
import {
  evidenceLine,
  holderBody,
  holderSchema,
  tokenBody,
  tokenSchema,
  useBody,
  useSchema,
  visibilitySchema,
} from './evidence-schema.ts';
import { type EvidenceLine, exportEvidence } from './export-evidence.ts';
import { listTokensThatCan } from './tokens-that-can.ts';
import { listDecisions } from './who-approved.ts';
import { listAccountsThatCan } from './who-can.ts';
import { listUses } from './who-did.ts';

const common = {
  surface: 'api',
  method: 'GET',
  credential: 'account',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

/** RFC 3339 to milliseconds. */
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** `namespace/name`: names hold slashes, which proxies mangle in paths. */
const repository = z.string().max(255);
const momentQuery = z.strictObject({
  ...pagingQuery,
  repository,
  /** The moment just before this time; now where it is left out. */
  before: time.optional(),
});
/** `from` or later, and before `to`. */
const period = { repository, from: time, to: time };
const periodQuery = z.strictObject({ ...pagingQuery, ...period });

export const evidenceRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/evidence/accounts',
    summary: 'List the accounts that have a right to a repository, now or just before a time, and through what',
    request: { query: momentQuery },
    answers: {
      200: z.object({
        /** Null where there is or was no repository of that name. Anyone can pull from a public one. */
        visibility: visibilitySchema,
        total: z.number(),
        accounts: z.array(holderSchema),
      }),
    },
    handle: async ({ services, caller, query }) => {
      const { visibility, total, items } = await listAccountsThatCan(services, caller, query);
      return { status: 200, body: { visibility, total, accounts: items.map(holderBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/evidence/tokens',
    summary: 'List the access tokens that reach a repository, now or just before a time',
    request: { query: momentQuery },
    answers: { 200: z.object({ total: z.number(), tokens: z.array(tokenSchema) }) },
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listTokensThatCan(services, caller, query);
      return { status: 200, body: { total, tokens: items.map(tokenBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/evidence/uses',
    summary: 'List what was done with a repository in a period, newest first',
    request: { query: periodQuery },
    answers: {
      200: z.object({
        total: z.number(),
        counts: z.object({ gate: z.number(), 'gate-by-day': z.number(), 'registry-token': z.number() }),
        uses: z.array(useSchema),
      }),
    },
    handle: async ({ services, caller, query }) => {
      const { total, counts, items } = await listUses(services, caller, query);
      return { status: 200, body: { total, counts, uses: items.map(useBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/evidence/decisions',
    summary: 'List what was decided in a period about a repository and about who reaches it, newest first',
    request: { query: periodQuery },
    answers: { 200: z.object({ total: z.number(), events: z.array(eventSchema) }) },
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listDecisions(services, caller, query);
      return { status: 200, body: { total, events: items.map(eventBody) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/evidence/export',
    summary: 'Export the evidence about a repository and a period, as JSON lines',
    request: { query: z.strictObject(period) },
    answers: { 200: z.string() },
    handle: async ({ services, caller, query }) => {
      const { scope, chunks } = await exportEvidence(services, caller, query);
      const day = new Date(services.clock.now()).toISOString().slice(0, 10);
      const headers = {
        'Content-Type': 'application/jsonl; charset=utf-8',
        // A repository's name has no letter that would need quoting but the slash.
        'Content-Disposition': `attachment; filename="evidence-${scope.fullName.replaceAll('/', '-')}-${day}.jsonl"`,
      };
      return { status: 200, headers, body: ReadableStream.from(textOf(chunks)) };
    },
  }),
];

/** Read from the store only as fast as the client takes it. */
async function* textOf(chunks: AsyncIterable<readonly EvidenceLine[]>): AsyncGenerator<string> {
  for await (const lines of chunks) yield lines.map(evidenceLine).join('');
}
