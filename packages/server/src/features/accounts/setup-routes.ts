import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { sessionCookies } from '../sessions/session-schema.ts';

import { accountBody, accountSchema, newAccountFields } from './account-schema.ts';
import { completeSetup, isSetupOpen } from './setup.ts';

const common = { surface: 'api', path: '/api/setup', credential: 'none', scope: 'anyone', cache: 'no-store' } as const;

export const setupRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    summary: 'Check whether the first administrator can be created with a set-up code',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ open: z.boolean() }) },
    handle: async ({ services }) => ({ status: 200, body: { open: await isSetupOpen(services) } }),
  }),
  defineRoute({
    ...common,
    method: 'POST',
    summary: 'Create the first administrator with the set-up code, and sign in',
    csrf: 'browser',
    rate: 'none',
    audit: ['account.created', 'session.started'],
    request: { body: z.strictObject({ code: z.string().max(100), ...newAccountFields }) },
    answers: { 201: accountSchema },
    handle: async ({ services, source, body }) => {
      const secrets = { code: new Secret(body.code), password: new Secret(body.password) };
      const { account, ...started } = await completeSetup(services, source, { ...body, ...secrets });
      return { status: 201, body: accountBody(account), headers: { 'Set-Cookie': sessionCookies(started) } };
    },
  }),
];
