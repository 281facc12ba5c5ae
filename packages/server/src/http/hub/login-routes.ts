import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { exchangeCredential } from '../../use-cases/exchange-credential.ts';
import { defineRoute, type Route } from '../route.ts';
import { hubErrorAnswers } from './hub-error-schema.ts';

const common = {
  method: 'POST',
  surface: 'hub',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  rate: 'password-failures',
  audit: ['session.started', 'session.refused'],
  cache: 'no-store',
} as const;

const name = z.string().min(1).max(320);
const secret = z.string().min(1).max(1024);

export const hubLoginRoutes: readonly Route[] = [
  ...['/v2/users/login', '/v2/users/login/'].map((path) =>
    defineRoute({
      ...common,
      path,
      summary: 'An API token for a name and a password or access token',
      request: { body: z.strictObject({ username: name, password: secret }) },
      answers: { 200: z.object({ token: z.string() }), ...hubErrorAnswers },
      handle: async ({ services, source, body }) => {
        const input = { identifier: body.username, secret: new Secret(body.password) };
        return { status: 200, body: { token: (await exchangeCredential(services, source, input)).reveal() } };
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
      return { status: 200, body: { access_token: (await exchangeCredential(services, source, input)).reveal() } };
    },
  }),
];
