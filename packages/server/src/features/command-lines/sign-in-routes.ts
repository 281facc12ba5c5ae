import { describeClient } from '@lanyard/core/command-lines/client-label';
import { z } from 'zod';
import { clientSchema, isoTime } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';

import { listSignIns } from './list-sign-ins.ts';
import { signOutCommandLine } from './sign-out-command-line.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;

const signInSchema = z.object({
  id: z.string(),
  client: clientSchema,
  address: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  /** Of its auto-generated token; null until it asks for one. */
  tokenId: z.string().nullable(),
});

export const signInRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/sign-ins',
    summary: 'The command lines that are signed in to the account, newest first',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ signIns: z.array(signInSchema) }), ...errorAnswers },
    handle: async ({ services, caller }) => {
      const signIns = await listSignIns(services, caller);
      return { status: 200, body: { signIns: signIns.map(signInBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/sign-ins/:id',
    summary: 'Sign a command line out, which ends its auto-generated token',
    csrf: 'origin',
    audit: ['sign-in.ended', 'token.deleted'],
    request: { params: z.strictObject({ id: z.string().max(64) }) },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, params }) => {
      await signOutCommandLine(services, caller, params.id);
      return { status: 204 };
    },
  }),
];

function signInBody(signIn: SignIn): z.input<typeof signInSchema> {
  const { id, client, address, createdAt, lastUsedAt, expiresAt, tokenId } = signIn;
  const times = { createdAt: isoTime(createdAt), lastUsedAt: isoTime(lastUsedAt), expiresAt: isoTime(expiresAt) };
  return { id, client: { ...describeClient(client) }, address, ...times, tokenId };
}
