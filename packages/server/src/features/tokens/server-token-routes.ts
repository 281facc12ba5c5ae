import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findToken, revokeToken } from './administer-token.ts';
import { tokenBody, tokenSchema } from './token-schema.ts';

const common = {
  surface: 'api',
  method: 'POST',
  credential: 'account',
  scope: 'administrator',
  csrf: 'origin',
  rate: 'none',
  cache: 'no-store',
} as const;

/** Tokens of all accounts and organizations, for the server's administrators. */
export const serverTokenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/server/tokens/find',
    summary: 'Find the token with this id or this secret, also a deleted one; the secret is not stored',
    audit: ['token.looked-up'],
    request: {
      body: z.union([z.strictObject({ id: z.string().max(64) }), z.strictObject({ secret: z.string().max(200) })]),
    },
    answers: {
      200: z.object({
        token: tokenSchema,
        owner: z.object({ type: z.enum(['account', 'organization']), name: z.string() }),
        deletedAt: z.string().nullable(),
      }),
    },
    handle: async ({ services, caller, body }) => {
      const clue = 'id' in body ? { id: body.id.trim() } : { secret: new Secret(body.secret.trim()) };
      const { token, owner } = await findToken(services, caller, clue);
      const { type, name } = owner;
      const deletedAt = token.deletedAt === null ? null : isoTime(token.deletedAt);
      return { status: 200, body: { token: tokenBody(token, services.clock.now()), owner: { type, name }, deletedAt } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/server/tokens/:id/revoke',
    summary: 'Revoke any access token, with a reason that its owner gets',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['token.deleted'],
    request: {
      params: z.strictObject({ id: z.string().max(64) }),
      body: z.strictObject({ reason: z.string().max(1000) }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id }, body: { reason } }) => {
      await revokeToken(services, caller, { id, reason });
      return { status: 204 };
    },
  }),
];
