import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { accountBody, accountSchema, newAccountFields } from './account-schema.ts';
import { changePassword } from './change-password.ts';
import { createAccount } from './create-account.ts';
import { disableAccount } from './disable-account.ts';
import { enableAccount } from './enable-account.ts';
import { listAccounts } from './list-accounts.ts';

const common = { surface: 'api', credential: 'account', cache: 'no-store' } as const;
const passwordText = newAccountFields.password;

export const accountRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/accounts',
    summary: 'All accounts by name',
    scope: 'administrator',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: { query: z.strictObject({ ...pagingQuery, search: z.string().max(100).optional() }) },
    answers: { 200: z.object({ total: z.number(), accounts: z.array(accountSchema) }), ...errorAnswers },
    handle: async ({ services, caller, query }) => {
      const { total, items } = await listAccounts(services, caller, query);
      return { status: 200, body: { total, accounts: items.map(accountBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/accounts',
    summary: 'Make an account',
    scope: 'administrator',
    csrf: 'origin',
    rate: 'none',
    audit: ['account.created'],
    request: { body: z.strictObject({ ...newAccountFields, isAdministrator: z.boolean().default(false) }) },
    answers: { 201: accountSchema, ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      const account = await createAccount(services, caller, { ...body, password: new Secret(body.password) });
      return { status: 201, body: accountBody(account) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/accounts/:name',
    summary: 'Disable an account, which ends its sessions and refuses its tokens, or enable it',
    scope: 'administrator',
    csrf: 'origin',
    rate: 'none',
    audit: ['account.disabled', 'account.enabled'],
    request: {
      params: z.strictObject({ name: z.string().max(100) }),
      body: z.strictObject({ active: z.boolean() }),
    },
    answers: { 200: accountSchema, ...errorAnswers },
    handle: async ({ services, caller, params, body }) => {
      const change = body.active ? enableAccount : disableAccount;
      return { status: 200, body: accountBody(await change(services, caller, params.name)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/account/password',
    summary: 'Change the own password; every other session ends',
    scope: 'own',
    csrf: 'origin',
    rate: 'password-failures',
    audit: ['account.password-changed', 'session.refused'],
    request: { body: z.strictObject({ currentPassword: passwordText, newPassword: passwordText }) },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      const currentPassword = new Secret(body.currentPassword);
      await changePassword(services, caller, { currentPassword, newPassword: new Secret(body.newPassword) });
      return { status: 204 };
    },
  }),
];
