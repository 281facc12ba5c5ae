import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { changeToken } from './change-token.ts';
import { createToken } from './create-token.ts';
import { deleteToken } from './delete-token.ts';
import { listTokens } from './list-tokens.ts';
import { showToken } from './show-token.ts';
import { showTokenUsage } from './show-token-usage.ts';
import type { TokenPlace } from './token-place.ts';
import { grantSchema, tokenBody, tokenSchema } from './token-schema.ts';
import { usageByDayRoute } from './usage-by-day-route.ts';

export const tokenId = z.string().max(64);

const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;

const listQuery = z.strictObject({
  ...pagingQuery,
  origin: z.enum(['manual', 'auto']).optional(),
  status: z.enum(['active', 'inactive', 'expired']).optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(['created', 'lastUsed', 'description', 'expires']).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
});

const createBody = z.strictObject({
  description: z.string(),
  grants: z.array(grantSchema),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

const changeBody = z.strictObject({ description: z.string().optional(), active: z.boolean().optional() });

const listAnswer = z.object({
  total: z.number(),
  counts: z.object({ active: z.number(), inactive: z.number(), expired: z.number() }),
  tokens: z.array(tokenSchema),
});

const usageRow = z.object({
  day: z.string(),
  registry: z.string(),
  repository: z.string().nullable(),
  actions: z.string(),
  address: z.string(),
  client: z.string(),
  count: z.number(),
  lastAt: z.string(),
});

/** The routes over the tokens of an owner: the same for accounts and organizations. */
export function tokenCollection<Of>(collection: TokenPlace<Of>): readonly Route[] {
  return [...wholeRoutes(collection), ...memberRoutes(collection), usageRoute(collection), usageByDayRoute(collection)];
}

function wholeRoutes<Of>({ path, owner, scope, params: paramsSchema, whose }: TokenPlace<Of>): readonly Route[] {
  return [
    defineRoute({
      ...common,
      scope,
      method: 'GET',
      path,
      summary: `The access tokens of the ${owner}, newest first where no other order is asked for`,
      csrf: 'none',
      audit: [],
      request: { params: paramsSchema, query: listQuery },
      answers: { 200: listAnswer, ...errorAnswers },
      handle: async ({ services, caller, params, query }) => {
        const { total, counts, items } = await listTokens(services, caller, whose(caller, params), query);
        const now = services.clock.now();
        return { status: 200, body: { total, counts, tokens: items.map((token) => tokenBody(token, now)) } };
      },
    }),
    defineRoute({
      ...common,
      scope,
      method: 'POST',
      path,
      summary: `Make an access token of the ${owner}; its secret is in this answer and never again`,
      csrf: 'origin',
      audit: ['token.created'],
      request: { params: paramsSchema, body: createBody },
      answers: { 201: z.object({ token: tokenSchema, secret: z.string() }), ...errorAnswers },
      handle: async ({ services, caller, params, body }) => {
        const expiresAt = body.expiresAt === null ? null : Date.parse(body.expiresAt);
        const { token, secret } = await createToken(services, caller, whose(caller, params), { ...body, expiresAt });
        return { status: 201, body: { token: tokenBody(token, services.clock.now()), secret: secret.reveal() } };
      },
    }),
  ];
}

function memberRoutes<Of>({ path, owner, scope, memberParams, whose }: TokenPlace<Of>): readonly Route[] {
  const member = { ...common, scope, path: `${path}/:id` } as const;
  return [
    defineRoute({
      ...member,
      method: 'GET',
      summary: `One access token of the ${owner}`,
      csrf: 'none',
      audit: [],
      request: { params: memberParams },
      answers: { 200: tokenSchema, ...errorAnswers },
      handle: async ({ services, caller, params }) => {
        const token = await showToken(services, caller, whose(caller, params), params.id);
        return { status: 200, body: tokenBody(token, services.clock.now()) };
      },
    }),
    defineRoute({
      ...member,
      method: 'PATCH',
      summary: `Rename, deactivate or activate an access token of the ${owner}`,
      csrf: 'origin',
      audit: ['token.changed', 'token.deactivated', 'token.activated'],
      request: { params: memberParams, body: changeBody },
      answers: { 200: tokenSchema, ...errorAnswers },
      handle: async ({ services, caller, params, body }) => {
        const changes = { description: body.description, isActive: body.active };
        const token = await changeToken(services, caller, whose(caller, params), params.id, changes);
        return { status: 200, body: tokenBody(token, services.clock.now()) };
      },
    }),
    defineRoute({
      ...member,
      method: 'DELETE',
      summary: `Delete an access token of the ${owner} for good`,
      csrf: 'origin',
      audit: ['token.deleted'],
      request: { params: memberParams },
      answers: { 204: z.undefined(), ...errorAnswers },
      handle: async ({ services, caller, params }) => {
        await deleteToken(services, caller, whose(caller, params), params.id);
        return { status: 204 };
      },
    }),
  ];
}

function usageRoute<Of>({ path, owner, scope, memberParams, whose }: TokenPlace<Of>): Route {
  return defineRoute({
    ...common,
    scope,
    method: 'GET',
    path: `${path}/:id/usage`,
    summary: `What an access token of the ${owner} did, by day, repository, actions, address and client`,
    csrf: 'none',
    audit: [],
    request: { params: memberParams, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), usage: z.array(usageRow) }), ...errorAnswers },
    handle: async ({ services, caller, params, query }) => {
      const { total, items } = await showTokenUsage(services, caller, whose(caller, params), params.id, query);
      const usage = items.map((row) => ({ ...row, day: isoTime(row.day), lastAt: isoTime(row.lastAt) }));
      return { status: 200, body: { total, usage } };
    },
  });
}
