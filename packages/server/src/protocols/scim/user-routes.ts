import { parseScimFilter } from '@lanyard/core/directory/scim-filter';
import { z } from 'zod';

import {
  changeScimUser,
  createScimUser,
  deleteScimUser,
  listScimUsers,
  showScimUser,
} from '../../features/directory/scim-users.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  common,
  listBody,
  listQuery,
  listSchema,
  patchBody,
  placeParams,
  resourceParams,
  scimErrors,
  scimHeaders,
  windowOf,
} from './scim-schema.ts';
import { userAnswer, userBodies, userSchema } from './user-body.ts';
import { changesOf, newUserOf, replacementOf, userBody } from './user-input.ts';

const USERS = '/scim/v2/organizations/:organization/Users';
const disabling = ['account.disabled', 'sign-in.ended', 'token.deleted'] as const;
const changeEvents = ['scim-user.changed', 'account.enabled', ...disabling] as const;

export const scimUserRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: USERS,
    summary: 'The users that the directory provisions, by userName; filter by userName, externalId or e-mail',
    audit: [],
    request: { params: placeParams, query: listQuery },
    answers: { 200: listSchema(userSchema), ...scimErrors },
    handle: async ({ services, caller, query }) => {
      const window = windowOf(query);
      const { total, items } = await listScimUsers(services, caller, { ...window, ...filterOf(query.filter) });
      const users = await userBodies(services, caller, items);
      return { status: 200, headers: scimHeaders, body: listBody(total, window.offset, users) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: USERS,
    summary: 'Provision a user: a new account, or the one that has the e-mail address',
    audit: ['account.created', 'scim-user.linked', 'member.added', 'account.enabled', ...disabling],
    request: { params: placeParams, body: userBody },
    answers: { 201: userSchema, ...scimErrors },
    handle: async ({ services, caller, body }) => {
      const user = await createScimUser(services, caller, newUserOf(body));
      return userAnswer(201, services, caller, user);
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: `${USERS}/:id`,
    summary: 'One user',
    audit: [],
    request: { params: resourceParams },
    answers: { 200: userSchema, ...scimErrors },
    handle: async ({ services, caller, params }) => {
      const user = await showScimUser(services, caller, params.id);
      return userAnswer(200, services, caller, user);
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: `${USERS}/:id`,
    summary: 'Replace what the directory tells of a user',
    audit: changeEvents,
    request: { params: resourceParams, body: userBody },
    answers: { 200: userSchema, ...scimErrors },
    handle: async ({ services, caller, params, body }) => {
      const user = await changeScimUser(services, caller, params.id, replacementOf(body));
      return userAnswer(200, services, caller, user);
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: `${USERS}/:id`,
    summary: 'Change a user; active=false ends all access at once',
    audit: changeEvents,
    request: { params: resourceParams, body: patchBody },
    answers: { 200: userSchema, ...scimErrors },
    handle: async ({ services, caller, params, body }) => {
      const user = await changeScimUser(services, caller, params.id, changesOf(body.Operations));
      return userAnswer(200, services, caller, user);
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${USERS}/:id`,
    summary: 'Disable a user and end the membership; the account stays for the log',
    audit: ['member.removed', ...disabling],
    request: { params: resourceParams },
    answers: { 204: z.undefined(), ...scimErrors },
    handle: async ({ services, caller, params }) => {
      await deleteScimUser(services, caller, params.id);
      return { status: 204 };
    },
  }),
];

function filterOf(filter: string | undefined) {
  if (filter === undefined) return {};
  const attributes = ['userName', 'externalId', 'emails.value', 'emails[type eq "work"].value'] as const;
  const { attribute, value } = parseScimFilter(filter, attributes);
  return attribute.startsWith('emails') ? { email: value } : { [attribute]: value };
}
