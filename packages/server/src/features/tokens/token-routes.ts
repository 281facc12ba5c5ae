import { type ZodType, z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AccountCaller } from '../access/caller.ts';
import type { WhoseTokens } from '../access/permissions.ts';
import { changeToken, deleteToken } from './change-token.ts';
import { createToken } from './create-token.ts';
import { showNarrowerGrants } from './narrower-grants.ts';
import { listTokens, showToken, showTokenUsage, showUsageByDay } from './show-tokens.ts';
import { stopsOfToken } from './stops-of-token.ts';
import {
  changeTokenBody,
  createTokenBody,
  grantBody,
  narrowerGrantsSchema,
  stopsSchema,
  tokenBody,
  tokenListQuery,
  tokenListSchema,
  tokenSchema,
  tokenStopBody,
  usageSchema,
  usageSummarySchema,
} from './token-schema.ts';

const MAXIMUM_DAYS = 90;
const id = z.string().max(64);
const organization = z.string().max(100);
const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;

/** The address of the tokens of one kind of owner, and how to find the owner from it. */
interface TokenPlace<Of> {
  readonly path: string;
  readonly owner: 'account' | 'organization';
  readonly scope: 'own' | 'owner';
  /** The scope that a command line needs. No scope opens an organization's tokens to one. */
  readonly reading: { readonly clientScope?: 'tokens:read' };
  readonly writing: { readonly clientScope?: 'tokens:write' };
  readonly ofAll: ZodType<Of>;
  readonly ofOne: ZodType<Of & { readonly id: string }>;
  readonly whose: (caller: AccountCaller, of: Of) => WhoseTokens;
}

/** The same routes serve two places: the caller's own tokens, and an organization's for its owners. */
export const tokenRoutes: readonly Route[] = [
  ...routesAt<object>({
    path: '/api/tokens',
    owner: 'account',
    scope: 'own',
    reading: { clientScope: 'tokens:read' },
    writing: { clientScope: 'tokens:write' },
    ofAll: z.strictObject({}),
    ofOne: z.strictObject({ id }),
    whose: ({ account }) => ({ account }),
  }),
  ...routesAt<{ readonly organization: string }>({
    path: '/api/organizations/:organization/tokens',
    owner: 'organization',
    scope: 'owner',
    reading: {},
    writing: {},
    ofAll: z.strictObject({ organization }),
    ofOne: z.strictObject({ organization, id }),
    whose: (_caller, params) => ({ organization: params.organization }),
  }),
];

function routesAt<Of>(place: TokenPlace<Of>): readonly Route[] {
  return [...routesOfAll(place), ...routesOfOne(place), ...usageRoutes(place)];
}

function routesOfAll<Of>({ path, owner, scope, reading, writing, ofAll, whose }: TokenPlace<Of>): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path,
      scope,
      summary: `List the access tokens of the ${owner}; newest first unless you request another order`,
      csrf: 'none',
      ...reading,
      audit: [],
      request: { params: ofAll, query: tokenListQuery },
      answers: { 200: tokenListSchema },
      handle: async ({ services, caller, params, query }) => {
        const { total, counts, items } = await listTokens(services, caller, whose(caller, params), query);
        const now = services.clock.now();
        return { status: 200, body: { total, counts, tokens: items.map((token) => tokenBody(token, now)) } };
      },
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path,
      scope,
      summary: `Create an access token of the ${owner}; only this answer has its secret`,
      csrf: 'origin',
      ...writing,
      rate: ['new-rows'],
      audit: ['token.created'],
      request: { params: ofAll, body: createTokenBody },
      answers: { 201: z.object({ token: tokenSchema, secret: z.string(), stops: stopsSchema }) },
      handle: async ({ services, caller, params, body }) => {
        const expiresAt = body.expiresAt === null ? null : Date.parse(body.expiresAt);
        const { token, secret } = await createToken(services, caller, whose(caller, params), { ...body, expiresAt });
        const now = services.clock.now();
        const stops = (await stopsOfToken(services, token)).map((stop) => tokenStopBody(stop, now));
        return { status: 201, body: { token: tokenBody(token, now), secret: secret.reveal(), stops } };
      },
    }),
  ];
}

function routesOfOne<Of>({ path, owner, scope, reading, writing, ofOne, whose }: TokenPlace<Of>): readonly Route[] {
  const one = { ...common, scope, path: `${path}/:id` } as const;
  return [
    defineRoute({
      ...one,
      method: 'GET',
      summary: `Show an access token of the ${owner}`,
      csrf: 'none',
      ...reading,
      audit: [],
      request: { params: ofOne },
      answers: { 200: tokenSchema },
      handle: async ({ services, caller, params }) => {
        const token = await showToken(services, caller, { ...whose(caller, params), id: params.id });
        return { status: 200, body: tokenBody(token, services.clock.now()) };
      },
    }),
    defineRoute({
      ...one,
      method: 'PATCH',
      summary: `Change the description, grants, expiry or status of an access token of the ${owner}`,
      csrf: 'origin',
      ...writing,
      freshSignIn: { notNeeded: 'to take something away must not wait; to activate or widen, the use case asks' },
      audit: ['token.changed', 'token.deactivated', 'token.activated'],
      request: { params: ofOne, body: changeTokenBody },
      answers: { 200: tokenSchema.extend({ stops: stopsSchema }) },
      handle: async ({ services, caller, params, body }) => {
        const { description, active: isActive, grants, expiresAt: expires } = body;
        const expiresAt = expires === undefined ? undefined : Date.parse(expires);
        const changes = { description, isActive, grants, expiresAt };
        const token = await changeToken(services, caller, { ...whose(caller, params), id: params.id }, changes);
        const now = services.clock.now();
        const stops = (await stopsOfToken(services, token)).map((stop) => tokenStopBody(stop, now));
        return { status: 200, body: { ...tokenBody(token, now), stops } };
      },
    }),
    defineRoute({
      ...one,
      method: 'DELETE',
      summary: `Delete an access token of the ${owner}`,
      csrf: 'origin',
      ...writing,
      freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
      audit: ['token.deleted'],
      request: { params: ofOne },
      answers: { 204: z.undefined() },
      handle: async ({ services, caller, params }) => {
        await deleteToken(services, caller, { ...whose(caller, params), id: params.id });
        return { status: 204 };
      },
    }),
  ];
}

function usageRoutes<Of>({ path, owner, scope, reading, ofOne, whose }: TokenPlace<Of>): readonly Route[] {
  const one = { ...common, ...reading, scope, method: 'GET', csrf: 'none', audit: [] } as const;
  return [
    defineRoute({
      ...one,
      path: `${path}/:id/usage`,
      summary: `List the uses of an access token of the ${owner}, by day, repository, actions, address and client`,
      request: { params: ofOne, query: z.strictObject(pagingQuery) },
      answers: { 200: usageSchema },
      handle: async ({ services, caller, params, query }) => {
        const which = { ...whose(caller, params), id: params.id };
        const { total, items } = await showTokenUsage(services, caller, which, query);
        const usage = items.map((row) => ({ ...row, day: isoTime(row.day), lastAt: isoTime(row.lastAt) }));
        return { status: 200, body: { total, usage } };
      },
    }),
    defineRoute({
      ...one,
      path: `${path}/:id/narrower-grants`,
      summary: `Get the grants that would have been enough for every use of an access token of the ${owner} in 90 days`,
      request: { params: ofOne },
      answers: { 200: narrowerGrantsSchema },
      handle: async ({ services, caller, params }) => {
        const grants = await showNarrowerGrants(services, caller, { ...whose(caller, params), id: params.id });
        return { status: 200, body: { grants: grants ? grants.map(grantBody) : null } };
      },
    }),
    // For a chart: few numbers, however often the token was used. Days without a use are left out.
    defineRoute({
      ...one,
      path: `${path}/:id/usage-summary`,
      summary: `Count the uses of an access token of the ${owner} on each of the last days, in UTC`,
      request: {
        params: ofOne,
        query: z.strictObject({ days: z.coerce.number().int().min(1).max(MAXIMUM_DAYS).default(30) }),
      },
      answers: { 200: usageSummarySchema },
      handle: async ({ services, caller, params, query }) => {
        const which = { ...whose(caller, params), id: params.id };
        const { from, to, days } = await showUsageByDay(services, caller, which, query.days);
        const body = { from: isoTime(from), to: isoTime(to) };
        return { status: 200, body: { ...body, days: days.map(({ day, count }) => ({ day: isoTime(day), count })) } };
      },
    }),
  ];
}
