import { z } from 'zod';
import { putTeamMember, removeTeamMember, showTeam } from '../../features/organizations/teams.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubListQuery, hubPageBody, hubPageSchema, hubSearch, pageOf } from './hub-surface.ts';
import { hubUser, hubUserSchema } from './hub-user.ts';

const PATH = '/v2/orgs/:organization/groups/:group/members';
const common = {
  surface: 'hub',
  credential: 'organization-bearer',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const name = z.string().max(100);
const params = z.strictObject({ organization: name, group: name });

/** hub-tool reads a plain list. The description of the interface, and every other client, has a page. */
const PLAIN_LIST_CLIENT = /^hub-tool\//;
/** The members of one large page, because hub-tool does not request a second one. */
const PLAIN_LIST_SIZE = 500;

/** The members of a team. Only members of the organization can be in one. */
export const hubGroupMemberRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    organizationScope: 'scope-group-read',
    method: 'GET',
    path: PATH,
    summary: 'List the members of a team; `search` for a part of the name',
    scope: 'member',
    audit: [],
    request: { params, query: hubListQuery({ search: hubSearch }) },
    answers: { 200: z.union([hubPageSchema(hubUserSchema), z.array(hubUserSchema)]) },
    handle: async ({ services, source, caller, params: { organization, group }, query }) => {
      const isPlain = PLAIN_LIST_CLIENT.test(source.client);
      const page = isPlain ? { page: 1, pageSize: PLAIN_LIST_SIZE } : pageOf(query);
      const which = { organizationName: organization, teamName: group };
      const { members } = await showTeam(services, caller, { ...which, ...page, search: query.search });
      const users = members.items.map(hubUser);
      const url = `${services.publicUrl}/v2/orgs/${organization}/groups/${group}/members`;
      return { status: 200, body: isPlain ? users : hubPageBody(users, { url, query, total: members.total }) };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-group-edit',
    method: 'POST',
    path: PATH,
    summary: 'Add a member of the organization to a team',
    scope: 'owner',
    audit: ['team.member-added'],
    request: { params, body: z.strictObject({ member: name }) },
    answers: { 200: z.object({}) },
    handle: async ({ services, caller, params: { organization, group }, body }) => {
      const place = { organizationName: organization, teamName: group };
      await putTeamMember(services, caller, { ...place, accountName: body.member });
      return { status: 200, body: {} };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-group-edit',
    method: 'DELETE',
    path: `${PATH}/:username`,
    summary: 'Remove an account from a team',
    scope: 'owner',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['team.member-removed'],
    request: { params: z.strictObject({ organization: name, group: name, username: name }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, group, username } }) => {
      const place = { organizationName: organization, teamName: group };
      await removeTeamMember(services, caller, { ...place, accountName: username });
      return { status: 204 };
    },
  }),
];
