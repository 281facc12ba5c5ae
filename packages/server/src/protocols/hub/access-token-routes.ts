import { AUTO_TOKEN_SCOPE } from '@lanyard/core/command-lines/client-scope';
import { grantsOfHubScopes } from '@lanyard/core/tokens/hub-grants';
import { z } from 'zod';
import { generateAutoToken } from '../../features/command-lines/auto-tokens.ts';
import { changeToken, deleteToken } from '../../features/tokens/change-token.ts';
import { createToken } from '../../features/tokens/create-token.ts';
import { listTokens, showToken } from '../../features/tokens/show-tokens.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubLinks, hubListQuery, linksOf, naming, pageOf } from './hub-surface.ts';
import { expiryOf, hubExpiryText, hubToken, hubTokenSchema } from './hub-token.ts';

/** A client that names no scopes, such as hub-tool, gets the least useful rights. */
const DEFAULT_SCOPES = ['repo:read'];

const common = {
  surface: 'hub',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

/** The field names of the use cases, and those of this interface. */
const FIELDS = { description: 'token_label', expiresAt: 'expires_at' };

const tokenUuid = z.strictObject({ uuid: z.string().max(64) });

/** hub-tool sends `is_active` at creation, always false. It is ignored. */
const createBody = z.strictObject({
  token_label: z.string(),
  scopes: z.array(z.string()).min(1).max(10).optional(),
  expires_at: hubExpiryText,
  is_active: z.boolean().optional(),
});

const changeBody = z.strictObject({ token_label: z.string().optional(), is_active: z.boolean().optional() });

const listAnswer = z.object({
  count: z.number(),
  ...hubLinks,
  active_count: z.number(),
  results: z.array(hubTokenSchema),
});

/** The current path, and the one that older clients use. */
export const hubAccessTokenRoutes: readonly Route[] = ['/v2/access-tokens', '/v2/api_tokens'].flatMap((path) => [
  ...collectionRoutes(path),
  ...memberRoutes(path),
]);

function collectionRoutes(path: string): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path,
      summary: 'List the access tokens of the account',
      audit: [],
      request: { query: hubListQuery({}) },
      answers: { 200: listAnswer },
      handle: async ({ services, caller, query }) => {
        const page = pageOf(query);
        const { total, counts, items } = await listTokens(services, caller, { account: caller.account }, page);
        const links = linksOf(`${services.publicUrl}${path}`, query, total);
        const results = items.map((token) => hubToken(token));
        return { status: 200, body: { count: total, ...links, active_count: counts.active, results } };
      },
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path,
      summary: 'Create an access token',
      rate: ['new-rows'],
      audit: ['token.created'],
      request: { body: createBody },
      answers: { 201: hubTokenSchema },
      handle: async ({ services, caller, body }) => {
        const whose = { account: caller.account };
        const create = () => createToken(services, caller, whose, inputOf(body));
        const { token, secret } = await naming(FIELDS, create);
        return { status: 201, body: hubToken(token, secret.reveal()) };
      },
    }),
  ];
}

function memberRoutes(collection: string): readonly Route[] {
  const path = `${collection}/:uuid`;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path,
      summary: 'Show an access token',
      audit: [],
      request: { params: tokenUuid },
      answers: { 200: hubTokenSchema },
      handle: async ({ services, caller, params }) => {
        const token = await showToken(services, caller, { account: caller.account, id: params.uuid });
        return { status: 200, body: hubToken(token) };
      },
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path,
      summary: 'Rename, deactivate or activate an access token',
      freshSignIn: { notNeeded: 'to deactivate must not wait; to activate, the use case asks' },
      audit: ['token.changed', 'token.deactivated', 'token.activated'],
      request: { params: tokenUuid, body: changeBody },
      answers: { 200: hubTokenSchema },
      handle: async ({ services, caller, params, body }) => {
        const changes = { description: body.token_label, isActive: body.is_active };
        const which = { account: caller.account, id: params.uuid };
        const token = await naming(FIELDS, () => changeToken(services, caller, which, changes));
        return { status: 200, body: hubToken(token) };
      },
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path,
      summary: 'Delete an access token',
      freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
      audit: ['token.deleted'],
      request: { params: tokenUuid },
      answers: { 204: z.undefined() },
      handle: async ({ services, caller, params }) => {
        await deleteToken(services, caller, { account: caller.account, id: params.uuid });
        return { status: 204 };
      },
    }),
  ];
}

function inputOf(body: z.output<typeof createBody>) {
  const hubScopes = body.scopes ?? DEFAULT_SCOPES;
  const grants = grantsOfHubScopes(hubScopes);
  return { description: body.token_label, grants, hubScopes, ...expiryOf(body.expires_at) };
}

/** The docker CLI calls this after its browser sign-in. It needs exactly the status 201. */
export const hubDesktopGenerateRoute: Route = defineRoute({
  method: 'POST',
  path: '/v2/access-tokens/desktop-generate',
  surface: 'hub',
  summary: 'Create the auto-generated token of a command-line login; only the most recently used ones are kept',
  credential: 'bearer',
  scope: 'own',
  csrf: 'none',
  clientScope: AUTO_TOKEN_SCOPE,
  freshSignIn: { notNeeded: 'a command line asks again whenever docker signs in; its approval was fresh' },
  rate: ['new-rows'],
  audit: ['token.created', 'token.deleted', 'token.evicted'],
  cache: 'no-store',
  request: {},
  answers: { 201: z.object({ data: z.object({ token: z.string() }) }) },
  handle: async ({ services, caller }) => {
    const { secret } = await generateAutoToken(services, caller);
    return { status: 201, body: { data: { token: secret.reveal() } } };
  },
});
