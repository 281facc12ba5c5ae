import { parseScimFilter } from '@lanyard/core/directory/scim-filter';
import { z } from 'zod';

import {
  changeScimGroup,
  createScimGroup,
  deleteScimGroup,
  listScimGroups,
  showScimGroup,
} from '../../features/directory/scim-groups.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { groupAnswer, groupBodies, groupQuery, groupSchema } from './group-body.ts';
import { groupBody, groupChangesOf, groupReplacementOf, newGroupOf } from './group-input.ts';
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

const GROUPS = '/scim/v2/organizations/:organization/Groups';
const changeEvents = ['scim-group.changed', 'team.member-added', 'team.member-removed'] as const;

export const scimGroupRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: GROUPS,
    summary: 'The groups that the directory manages, by displayName; filter by displayName or externalId',
    audit: [],
    request: { params: placeParams, query: listQuery.extend(groupQuery.shape) },
    answers: { 200: listSchema(groupSchema), ...scimErrors },
    handle: async ({ services, caller, query }) => {
      const window = windowOf(query);
      const { total, items } = await listScimGroups(services, caller, { ...window, ...filterOf(query.filter) });
      const groups = await groupBodies(services, caller, items, query);
      return { status: 200, headers: scimHeaders, body: listBody(total, window.offset, groups) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: GROUPS,
    summary: 'Make a group: a new team, or the one of that name that no directory manages',
    audit: ['team.created', ...changeEvents],
    request: { params: placeParams, query: groupQuery, body: groupBody },
    answers: { 201: groupSchema, ...scimErrors },
    handle: async ({ services, caller, query, body }) => {
      return groupAnswer(201, services, caller, await createScimGroup(services, caller, newGroupOf(body)), query);
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: `${GROUPS}/:id`,
    summary: 'One group',
    audit: [],
    request: { params: resourceParams, query: groupQuery },
    answers: { 200: groupSchema, ...scimErrors },
    handle: async ({ services, caller, params, query }) => {
      return groupAnswer(200, services, caller, await showScimGroup(services, caller, params.id), query);
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: `${GROUPS}/:id`,
    summary: 'Replace a group: its members are those named, and nobody else',
    audit: changeEvents,
    request: { params: resourceParams, query: groupQuery, body: groupBody },
    answers: { 200: groupSchema, ...scimErrors },
    handle: async ({ services, caller, params, query, body }) => {
      const group = await changeScimGroup(services, caller, params.id, groupReplacementOf(body));
      return groupAnswer(200, services, caller, group, query);
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: `${GROUPS}/:id`,
    summary: 'Change a group: add, remove or replace members, or rename it',
    audit: changeEvents,
    request: { params: resourceParams, query: groupQuery, body: patchBody },
    answers: { 200: groupSchema, ...scimErrors },
    handle: async ({ services, caller, params, query, body }) => {
      const group = await changeScimGroup(services, caller, params.id, groupChangesOf(body.Operations));
      return groupAnswer(200, services, caller, group, query);
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${GROUPS}/:id`,
    summary: 'Delete a group: the team, its memberships and its rights',
    audit: ['team.deleted'],
    request: { params: resourceParams },
    answers: { 204: z.undefined(), ...scimErrors },
    handle: async ({ services, caller, params }) => {
      await deleteScimGroup(services, caller, params.id);
      return { status: 204 };
    },
  }),
];

function filterOf(filter: string | undefined) {
  if (filter === undefined) return {};
  const { attribute, value } = parseScimFilter(filter, ['displayName', 'externalId']);
  return { [attribute]: value };
}
