import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { loginCookie, sessionCookie } from '../../http/cookies.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  loginAnswer,
  secondFactorAskedSchema,
  sessionAccountSchema,
  webAuthnSchema,
} from '../sessions/session-schema.ts';
import { LOGIN_SECONDS } from '../sessions/sign-in.ts';
import { connectAccount } from '../single-sign-on/connect-account.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { offerPasskeyLogin, signInWithPasskey } from './sign-in-with-passkey.ts';

const common = {
  method: 'POST',
  surface: 'api',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  cache: 'no-store',
} as const;

const connecting = ['identity.linked', 'member.added', 'team.member-added', 'team.member-removed'] as const;

const answerBody = z.union([
  z.strictObject({ code: z.string().min(1).max(64) }),
  z.strictObject({ passkey: webAuthnSchema }),
]);

/** What follows a password or a provider where the account has a second factor, and a passkey in the place of both. */
export const secondStepRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/session/second-factor/options',
    summary: 'What a passkey of the account has to sign, as the second step of a sign-in',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema, ...errorAnswers },
    handle: async ({ services, raw }) => ({
      status: 200,
      body: await offerSecondFactor(services, requireLogin(raw)),
    }),
  }),
  defineRoute({
    ...common,
    path: '/api/session/second-factor',
    summary: 'The second step of a sign-in: a code, a recovery code or a passkey',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', 'sso-connection.bypassed', ...connecting],
    request: { body: answerBody },
    answers: { 200: sessionAccountSchema, ...errorAnswers },
    handle: async ({ services, source, body, raw }) => {
      const answer = 'code' in body ? { code: new Secret(body.code) } : body;
      const step = {
        entrance: 'browser',
        login: requireLogin(raw),
        answer,
        previous: sessionCookie.read(raw),
      } as const;
      return loginAnswer(await proveSecondFactor(services, source, step));
    },
  }),
  defineRoute({
    ...common,
    path: '/api/session/passkey/options',
    summary: 'What any passkey for this server has to sign, to sign in with it alone',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema, ...errorAnswers },
    handle: async ({ services }) => {
      const { login, options } = await offerPasskeyLogin(services);
      return { status: 200, body: options, headers: { 'Set-Cookie': loginCookie.set(login, LOGIN_SECONDS) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/session/passkey',
    summary: 'Sign in with a passkey alone',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', 'sso-connection.bypassed'],
    request: { body: z.strictObject({ passkey: webAuthnSchema, breakGlass: z.boolean().default(false) }) },
    answers: { 200: sessionAccountSchema, ...errorAnswers },
    handle: async ({ services, source, body, raw }) => {
      const { passkey: response, breakGlass } = body;
      const input = { login: requireLogin(raw), response, breakGlass, previous: sessionCookie.read(raw) };
      return loginAnswer(await signInWithPasskey(services, source, input));
    },
  }),
  defineRoute({
    ...common,
    path: '/api/session/connect',
    summary: 'After the identity provider: the password of the account that is there already, once, to connect the two',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', ...connecting],
    request: { body: z.strictObject({ password: z.string().min(1).max(1024) }) },
    answers: { 200: sessionAccountSchema, 202: secondFactorAskedSchema, ...errorAnswers },
    handle: async ({ services, source, body, raw }) => {
      const input = {
        login: requireLogin(raw),
        password: new Secret(body.password),
        previous: sessionCookie.read(raw),
      };
      return loginAnswer(await connectAccount(services, source, input));
    },
  }),
];

function requireLogin(request: FastifyRequest): Secret {
  const login = loginCookie.read(request);
  if (login) return login;
  throw new DomainError('login-over', {});
}
