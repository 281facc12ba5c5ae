import { z } from 'zod';
import { changeToken } from '../../use-cases/change-token.ts';
import { createToken } from '../../use-cases/create-token.ts';
import { deleteToken } from '../../use-cases/delete-token.ts';
import { listTokens } from '../../use-cases/list-tokens.ts';
import { showToken } from '../../use-cases/show-token.ts';
import { showTokenUsage } from '../../use-cases/show-token-usage.ts';
import { defineRoute, type Route } from '../route.ts';
import { errorAnswers } from './error-schema.ts';
import { pagingQuery } from './paging-schema.ts';
import { grantSchema, isoTime, tokenBody, tokenSchema } from './token-schema.ts';

const tokenId = z.strictObject({ id: z.string().max(64) });
const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;

const listQuery = z.strictObject({
  ...pagingQuery,
  origin: z.enum(['manual', 'auto']).optional(),
  status: z.enum(['active', 'inactive', 'expired']).optional(),
  search: z.string().max(100).optional(),
});

const createBody = z.strictObject({
  description: z.string(),
  grants: z.array(grantSchema),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

const changeBody = z.strictObject({ description: z.string().optional(), active: z.boolean().optional() });

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

export const tokenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/tokens',
    summary: 'The access tokens of the account, newest first',
    csrf: 'none',
    audit: [],
    request: { query: listQuery },
    answers: {
      200: z.object({
        total: z.number(),
        counts: z.object({ active: z.number(), inactive: z.number(), expired: z.number() }),
        tokens: z.array(tokenSchema),
      }),
      ...errorAnswers,
    },
    handle: async ({ services, caller, query }) => {
      const { total, counts, items } = await listTokens(services, caller, query);
      const now = services.clock.now();
      return { status: 200, body: { total, counts, tokens: items.map((token) => tokenBody(token, now)) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/tokens',
    summary: 'Make an access token; its secret is in this answer and never again',
    csrf: 'origin',
    audit: ['token.created'],
    request: { body: createBody },
    answers: { 201: z.object({ token: tokenSchema, secret: z.string() }), ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      const expiresAt = body.expiresAt === null ? null : Date.parse(body.expiresAt);
      const { token, secret } = await createToken(services, caller, caller.account, { ...body, expiresAt });
      return { status: 201, body: { token: tokenBody(token, services.clock.now()), secret: secret.reveal() } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/tokens/:id',
    summary: 'One access token',
    csrf: 'none',
    audit: [],
    request: { params: tokenId },
    answers: { 200: tokenSchema, ...errorAnswers },
    handle: async ({ services, caller, params }) => {
      const token = await showToken(services, caller, params.id);
      return { status: 200, body: tokenBody(token, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/tokens/:id',
    summary: 'Rename, deactivate or activate an access token',
    csrf: 'origin',
    audit: ['token.changed', 'token.deactivated', 'token.activated'],
    request: { params: tokenId, body: changeBody },
    answers: { 200: tokenSchema, ...errorAnswers },
    handle: async ({ services, caller, params, body }) => {
      const changes = { description: body.description, isActive: body.active };
      const token = await changeToken(services, caller, params.id, changes);
      return { status: 200, body: tokenBody(token, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Delete an access token for good',
    csrf: 'origin',
    audit: ['token.deleted'],
    request: { params: tokenId },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, params }) => {
      await deleteToken(services, caller, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/tokens/:id/usage',
    summary: 'What an access token did, by day, repository, actions, address and client',
    csrf: 'none',
    audit: [],
    request: { params: tokenId, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), usage: z.array(usageRow) }), ...errorAnswers },
    handle: async ({ services, caller, params, query }) => {
      const { total, items } = await showTokenUsage(services, caller, params.id, query);
      const usage = items.map((row) => ({ ...row, day: isoTime(row.day), lastAt: isoTime(row.lastAt) }));
      return { status: 200, body: { total, usage } };
    },
  }),
];
