import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  accountBody,
  accountDetailBody,
  accountDetailSchema,
  accountSchema,
  newAccountFields,
} from './account-schema.ts';
import { changeEmail, endSessionsOf, setAdministrator, showAccount } from './administer-account.ts';
import { deleteAccount } from './delete-account.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'administrator',
  rate: 'none',
  cache: 'no-store',
} as const;
const params = z.strictObject({ name: z.string().max(100) });

/** What administrators do with other people's accounts. */
export const accountAdministrationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/accounts/:name',
    summary: 'Show an account: how much it has, and where it is a member',
    csrf: 'none',
    audit: [],
    request: { params },
    answers: { 200: accountDetailSchema },
    handle: async ({ services, caller, params: { name } }) => {
      return { status: 200, body: accountDetailBody(await showAccount(services, caller, name)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/accounts/:name',
    summary: 'Delete an account with its tokens; nobody else can ever use its name',
    csrf: 'origin',
    audit: [
      'account.deleted',
      'account.disabled',
      'member.removed',
      'repository.right-removed',
      'sign-in.ended',
      'token.deleted',
    ],
    request: { params },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { name } }) => {
      await deleteAccount(services, caller, name);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/accounts/:name/administrator',
    summary: 'Make an account an administrator of the server, or an ordinary account; its sessions end',
    csrf: 'origin',
    audit: ['account.promoted', 'account.demoted'],
    request: { params, body: z.strictObject({ isAdministrator: z.boolean() }) },
    answers: { 200: accountSchema },
    handle: async ({ services, caller, params: { name }, body: { isAdministrator } }) => {
      const account = await setAdministrator(services, caller, { name, isAdministrator });
      return { status: 200, body: accountBody(account) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/accounts/:name/email',
    summary: 'Change the e-mail address of an account; both addresses get a mail',
    csrf: 'origin',
    audit: ['account.email-changed'],
    request: { params, body: z.strictObject({ email: newAccountFields.email }) },
    answers: { 200: accountSchema },
    handle: async ({ services, caller, params: { name }, body: { email } }) => {
      return { status: 200, body: accountBody(await changeEmail(services, caller, { name, email })) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/accounts/:name/end-sessions',
    summary: 'End every session and command line of an account',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['account.signed-out-everywhere', 'sign-in.ended', 'token.deleted'],
    request: { params },
    answers: { 200: z.object({ endedSessions: z.number(), endedSignIns: z.number() }) },
    handle: async ({ services, caller, params: { name } }) => {
      return { status: 200, body: await endSessionsOf(services, caller, name) };
    },
  }),
];
