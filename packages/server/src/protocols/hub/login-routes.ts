import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { exchangeCredential, exchangeSecondFactor } from './exchange-credential.ts';
import { hubErrorAnswers } from './hub-surface.ts';

const common = {
  method: 'POST',
  surface: 'hub',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  rate: ['failed-sign-ins'],
  audit: ['session.started', 'session.refused'],
  cache: 'no-store',
} as const;

const name = z.string().min(1).max(320);
const secret = z.string().min(1).max(1024);

/** Word for word: Hub's clients look for it and then ask for a code. */
const SECOND_FACTOR_ASKED = 'Require secondary authentication on MFA enabled account';

export const hubLoginRoutes: readonly Route[] = [
  ...['/v2/users/login', '/v2/users/login/'].map((path) =>
    defineRoute({
      ...common,
      path,
      summary: 'An API token for a name and a password or access token; 401 with a login_2fa_token asks for a code',
      request: { body: z.strictObject({ username: name, password: secret }) },
      answers: { 200: z.object({ token: z.string() }), ...hubErrorAnswers },
      handle: async ({ services, source, body }) => {
        const input = { identifier: body.username, secret: new Secret(body.password) };
        const exchanged = await exchangeCredential(services, source, input);
        if ('token' in exchanged) return { status: 200, body: { token: exchanged.token.reveal() } };
        return { status: 401, body: { detail: SECOND_FACTOR_ASKED, login_2fa_token: exchanged.login.reveal() } };
      },
    }),
  ),
  ...['/v2/users/2fa-login', '/v2/users/2fa-login/'].map((path) =>
    defineRoute({
      ...common,
      path,
      summary: 'An API token for the login_2fa_token and a code of the second factor',
      request: {
        body: z.strictObject({ login_2fa_token: z.string().min(1).max(200), code: z.string().min(1).max(64) }),
      },
      answers: { 200: z.object({ token: z.string() }), ...hubErrorAnswers },
      handle: async ({ services, source, body }) => {
        const step = { login: new Secret(body.login_2fa_token), code: new Secret(body.code) };
        return { status: 200, body: { token: (await exchangeSecondFactor(services, source, step)).reveal() } };
      },
    }),
  ),
  defineRoute({
    ...common,
    path: '/v2/auth/token',
    summary: 'An API token for a name and a password or access token, good for 10 minutes',
    request: { body: z.strictObject({ identifier: name, secret }) },
    answers: { 200: z.object({ access_token: z.string() }), ...hubErrorAnswers },
    handle: async ({ services, source, body }) => {
      const input = { identifier: body.identifier, secret: new Secret(body.secret) };
      const exchanged = await exchangeCredential(services, source, input);
      // This interface has no second step.
      if ('login' in exchanged) throw new DomainError('password-not-accepted', { why: 'second-factor' });
      return { status: 200, body: { access_token: exchanged.token.reveal() } };
    },
  }),
];
