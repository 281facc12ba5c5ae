import { parseScimFilter } from '@lanyard/core/scim-filter';
import { z } from 'zod';
import type { ScimUser } from '../../ports/records.ts';
import { requireScimOrganization } from '../../use-cases/authenticate-scim.ts';
import { changeScimUser } from '../../use-cases/change-scim-user.ts';
import { createScimUser } from '../../use-cases/create-scim-user.ts';
import { deleteScimUser } from '../../use-cases/delete-scim-user.ts';
import { listScimUsers, showScimUser } from '../../use-cases/list-scim-users.ts';
import { isoTime } from '../api/token-schema.ts';
import { type Answer, defineRoute, type Route } from '../route.ts';
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
  USER_SCHEMA,
  windowOf,
} from './scim-schema.ts';
import { changesOf, newUserOf, replacementOf, userBody } from './user-input.ts';

const userSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  userName: z.string(),
  /** The account's name: its namespace. */
  nickName: z.string(),
  emails: z.array(z.object({ value: z.string(), type: z.string(), primary: z.boolean() })),
  active: z.boolean(),
  meta: z.object({ resourceType: z.string(), created: z.string(), location: z.string() }),
});

const USERS = '/scim/v2/organizations/:organization/Users';
const changeEvents = [
  'scim-user.changed',
  'account.disabled',
  'account.enabled',
  'sign-in.ended',
  'token.deleted',
] as const;

export const scimUserRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: USERS,
    summary: 'The users that the directory provisions, by userName; filter by userName, externalId or e-mail',
    audit: [],
    request: { params: placeParams, query: listQuery },
    answers: { 200: listSchema(userSchema), ...scimErrors },
    handle: async ({ services, caller, params, query }) => {
      requireScimOrganization(caller, params.organization);
      const window = windowOf(query);
      const { total, items } = await listScimUsers(services, caller, { ...window, ...filterOf(query.filter) });
      const users = items.map((user) => bodyOf(services.publicUrl, params.organization, user));
      return { status: 200, headers: scimHeaders, body: listBody(total, window.offset, users) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: USERS,
    summary: 'Provision a user: a new account, or the one that has the e-mail address',
    audit: ['account.created', 'scim-user.linked', 'member.added', ...changeEvents],
    request: { params: placeParams, body: userBody },
    answers: { 201: userSchema, ...scimErrors },
    handle: async ({ services, caller, params, body }) => {
      requireScimOrganization(caller, params.organization);
      const user = await createScimUser(services, caller, newUserOf(body));
      return answerOf(201, services.publicUrl, params.organization, user);
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
      requireScimOrganization(caller, params.organization);
      const user = await showScimUser(services, caller, params.id);
      return answerOf(200, services.publicUrl, params.organization, user);
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
      requireScimOrganization(caller, params.organization);
      const user = await changeScimUser(services, caller, params.id, replacementOf(body));
      return answerOf(200, services.publicUrl, params.organization, user);
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
      requireScimOrganization(caller, params.organization);
      const user = await changeScimUser(services, caller, params.id, changesOf(body.Operations));
      return answerOf(200, services.publicUrl, params.organization, user);
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${USERS}/:id`,
    summary: 'Disable a user and end the membership; the account stays for the log',
    audit: ['member.removed', ...changeEvents],
    request: { params: resourceParams },
    answers: { 204: z.undefined(), ...scimErrors },
    handle: async ({ services, caller, params }) => {
      requireScimOrganization(caller, params.organization);
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

function answerOf(status: number, publicUrl: string, organization: string, user: ScimUser): Answer {
  const body = bodyOf(publicUrl, organization, user);
  return { status, headers: { ...scimHeaders, Location: body.meta.location }, body };
}

function bodyOf(publicUrl: string, organization: string, user: ScimUser): z.input<typeof userSchema> {
  const { account, userName, externalId, createdAt } = user;
  const location = `${publicUrl}/scim/v2/organizations/${organization}/Users/${account.id}`;
  return {
    schemas: [USER_SCHEMA],
    id: account.id,
    ...(externalId !== null && { externalId }),
    userName,
    nickName: account.name,
    emails: [{ value: account.email, type: 'work', primary: true }],
    active: account.disabledAt === null,
    meta: { resourceType: 'User', created: isoTime(createdAt), location },
  };
}
