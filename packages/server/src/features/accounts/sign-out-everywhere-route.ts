import { z } from 'zod';
import { sessionCookie } from '../../http/cookies.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute } from '../../http/route.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

export const signOutEverywhereRoute = defineRoute({
  surface: 'api',
  method: 'POST',
  path: '/api/account/sign-out-everywhere',
  summary: 'End every session, this one too, and every command line with its auto-generated token',
  credential: 'account',
  scope: 'own',
  csrf: 'origin',
  rate: 'none',
  audit: ['account.signed-out-everywhere', 'sign-in.ended', 'token.deleted'],
  cache: 'no-store',
  request: {},
  answers: { 200: z.object({ endedSessions: z.number(), endedSignIns: z.number() }), ...errorAnswers },
  handle: async ({ services, caller }) => {
    const body = await signOutEverywhere(services, caller);
    return { status: 200, body, headers: { 'Set-Cookie': sessionCookie.clear() } };
  },
});
