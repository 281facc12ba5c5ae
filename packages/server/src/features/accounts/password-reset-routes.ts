import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { newAccountFields } from './account-schema.ts';
import { completePasswordReset } from './complete-password-reset.ts';
import { requestPasswordReset } from './request-password-reset.ts';

const common = {
  surface: 'api',
  method: 'POST',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  cache: 'no-store',
} as const;

const message = 'if an account has this address, a mail with a link is on its way to it';

export const passwordResetRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/password-resets',
    summary: 'Ask for a mail with a link to a new password; the answer does not tell whether the account exists',
    rate: 'mails',
    audit: ['account.password-reset-requested'],
    request: { body: z.strictObject({ email: newAccountFields.email }) },
    answers: { 202: z.object({ message: z.string() }), ...errorAnswers },
    handle: async ({ services, source, body }) => {
      await requestPasswordReset(services, source, body.email);
      return { status: 202, body: { message } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/password-resets/complete',
    summary: 'Set a new password with a mailed code; every session and command line ends',
    rate: 'none',
    audit: ['account.password-reset', 'sign-in.ended', 'token.deleted'],
    request: { body: z.strictObject({ code: z.string().max(100), password: newAccountFields.password }) },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, source, body }) => {
      const input = { code: new Secret(body.code), password: new Secret(body.password) };
      await completePasswordReset(services, source, input);
      return { status: 204 };
    },
  }),
];
