import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { deviceCookie, sessionCookie } from '../../http/cookies.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { accountBody, accountSchema, newAccountFields } from './account-schema.ts';
import { createAccount, disableAccount, enableAccount, listAccounts } from './accounts.ts';
import { signOutEverywhere } from './end-access.ts';
import { completePasswordReset, requestPasswordReset } from './password-reset.ts';
import { changePassword } from './passwords.ts';

const common = { surface: 'api', credential: 'account', cache: 'no-store' } as const;
const passwordText = newAccountFields.password;
const open = {
  surface: 'api',
  method: 'POST',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  cache: 'no-store',
} as const;

const RESET_MESSAGE = 'if an account has this address, a mail with a link is on its way';

/** Accounts for administrators, and an account's changes to its own password and sessions. */
export const accountRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/accounts',
    summary: 'List all accounts by name',
    scope: 'administrator',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: {
      query: z.strictObject({
        ...pagingQuery,
        search: z.string().max(100).optional(),
        show: z.enum(['active', 'disabled', 'administrators']).optional(),
      }),
    },
    answers: { 200: z.object({ total: z.number(), accounts: z.array(accountSchema) }) },
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listAccounts(services, caller, query);
      return { status: 200, body: { total, accounts: items.map(accountBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/accounts',
    summary: 'Create an account',
    scope: 'administrator',
    csrf: 'origin',
    rate: 'none',
    audit: ['account.created'],
    request: { body: z.strictObject({ ...newAccountFields, isAdministrator: z.boolean().default(false) }) },
    answers: { 201: accountSchema },
    handle: async ({ services, caller, body }) => {
      const account = await createAccount(services, caller, { ...body, password: new Secret(body.password) });
      return { status: 201, body: accountBody(account) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/accounts/:name',
    summary: 'Disable an account, which ends its sessions and blocks its tokens, or enable it',
    scope: 'administrator',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'to disable must not wait; to enable, the use case asks' },
    rate: 'none',
    audit: ['account.disabled', 'account.enabled', 'sign-in.ended', 'token.deleted'],
    request: {
      params: z.strictObject({ name: z.string().max(100) }),
      body: z.strictObject({ active: z.boolean() }),
    },
    answers: { 200: accountSchema },
    handle: async ({ services, caller, params, body }) => {
      const change = body.active ? enableAccount : disableAccount;
      return { status: 200, body: accountBody(await change(services, caller, params.name)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/account/password',
    summary: 'Change your password; every other session ends, and every command line unless you say otherwise',
    scope: 'own',
    csrf: 'origin',
    rate: ['failed-sign-ins', 'new-rows'],
    audit: ['account.password-changed', 'session.refused', 'sign-in.ended', 'token.deleted'],
    request: {
      body: z.strictObject({
        currentPassword: passwordText,
        newPassword: passwordText,
        endCommandLines: z.boolean().default(true),
      }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, body }) => {
      const currentPassword = new Secret(body.currentPassword);
      const newPassword = new Secret(body.newPassword);
      const input = { currentPassword, newPassword, endsCommandLines: body.endCommandLines };
      await changePassword(services, caller, input);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/account/sign-out-everywhere',
    summary: 'End every session, this one too, and every command line with its auto-generated token',
    scope: 'own',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['account.signed-out-everywhere', 'sign-in.ended', 'token.deleted'],
    request: {},
    answers: { 200: z.object({ endedSessions: z.number(), endedSignIns: z.number() }) },
    handle: async ({ services, caller }) => {
      const body = await signOutEverywhere(services, caller);
      return { status: 200, body, headers: { 'Set-Cookie': [sessionCookie.clear(), deviceCookie.clear()] } };
    },
  }),
  defineRoute({
    ...open,
    path: '/api/password-resets',
    summary: 'Request a mail with a link to set a new password; the answer does not show whether the account exists',
    rate: ['mails'],
    audit: [],
    request: { body: z.strictObject({ email: newAccountFields.email }) },
    answers: { 202: z.object({ message: z.string() }) },
    handle: async ({ services, source, body }) => {
      await requestPasswordReset(services, source, body.email);
      return { status: 202, body: { message: RESET_MESSAGE } };
    },
  }),
  defineRoute({
    ...open,
    path: '/api/password-resets/complete',
    summary: 'Set a new password with a mailed code; every session and command line ends',
    rate: 'none',
    audit: ['account.password-reset', 'sign-in.ended', 'token.deleted'],
    request: { body: z.strictObject({ code: z.string().max(100), password: passwordText }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, source, body }) => {
      const input = { code: new Secret(body.code), password: new Secret(body.password) };
      await completePasswordReset(services, source, input);
      return { status: 204 };
    },
  }),
];
