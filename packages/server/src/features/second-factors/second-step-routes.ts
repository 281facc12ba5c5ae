import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { loginCookie, sessionCookie } from '../../http/cookies.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { FLOW_SECONDS } from '../sessions/flow-state.ts';
import { CONNECTING_EVENTS, loginAnswer, requireLogin, sessionAccountSchema } from '../sessions/session-schema.ts';
import { webAuthnSchema } from './factor-schema.ts';
import { offerPasskeyLogin, signInWithPasskey } from './passkeys.ts';
import { offerSecondFactor, proveSecondFactor } from './prove-second-factor.ts';

const common = {
  method: 'POST',
  surface: 'api',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  cache: 'no-store',
} as const;

const answerBody = z.union([
  z.strictObject({ code: z.string().min(1).max(64) }),
  z.strictObject({ passkey: webAuthnSchema }),
]);

/** The second step after a password or a provider, and the sign-in with only a passkey. */
export const secondStepRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/session/second-factor/options',
    summary: 'Get what a passkey of the account must sign, as the second step of a sign-in',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema },
    handle: async ({ services, source, raw }) => ({
      status: 200,
      body: await offerSecondFactor(services, source, requireLogin(raw)),
    }),
  }),
  defineRoute({
    ...common,
    path: '/api/session/second-factor',
    summary: 'Finish signing in with a code, a recovery code or a passkey',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', 'sso-connection.bypassed', ...CONNECTING_EVENTS],
    request: { body: answerBody },
    answers: { 200: sessionAccountSchema },
    handle: async ({ services, source, body, raw }) => {
      const answer = 'code' in body ? { code: new Secret(body.code) } : body;
      const cookies = { login: requireLogin(raw), previous: sessionCookie.read(raw) };
      const step = { entrance: 'browser', answer, ...cookies } as const;
      return loginAnswer(await proveSecondFactor(services, source, step));
    },
  }),
  defineRoute({
    ...common,
    path: '/api/session/passkey/options',
    summary: 'Get what a passkey must sign, to sign in with it alone',
    rate: ['begun-sign-ins'],
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema },
    handle: async ({ services, source }) => {
      const { login, options } = await offerPasskeyLogin(services, source);
      return {
        status: 200,
        body: options,
        headers: { 'Set-Cookie': loginCookie.set(login, FLOW_SECONDS['passkey-login']) },
      };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/session/passkey',
    summary: 'Sign in with a passkey, without a password',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', 'sso-connection.bypassed'],
    request: { body: z.strictObject({ passkey: webAuthnSchema, breakGlass: z.boolean().default(false) }) },
    answers: { 200: sessionAccountSchema },
    handle: async ({ services, source, body, raw }) => {
      const { passkey: response, breakGlass } = body;
      const input = { login: requireLogin(raw), response, breakGlass, previous: sessionCookie.read(raw) };
      return loginAnswer(await signInWithPasskey(services, source, input));
    },
  }),
];
