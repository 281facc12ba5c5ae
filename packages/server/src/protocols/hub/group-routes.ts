import { z } from 'zod';
import {
  changeTeam,
  createTeam,
  deleteTeam,
  listTeams,
  showTeam,
  type TeamWithCount,
} from '../../features/organizations/teams.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { hubListQuery, hubPageBody, hubPageSchema, hubSearch, pageOf } from './hub-surface.ts';

const PATH = '/v2/orgs/:organization/groups';
const common = {
  surface: 'hub',
  credential: 'organization-bearer',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const name = z.string().max(100);
const params = z.strictObject({ organization: name });
const groupParams = z.strictObject({ organization: name, group: name });

const hubGroupSchema = z.object({
  id: z.number(),
  uuid: z.string(),
  name: z.string(),
  description: z.string(),
  member_count: z.number(),
});

/** Terraform's provider sends back everything that it received. Fields that nobody can choose are ignored. */
const notRead = z.unknown().optional();
const shown = { id: notRead, uuid: notRead, member_count: notRead };
const description = z.string().max(4000);
const newGroupBody = z.strictObject({ ...shown, name, description: description.optional() });
const changeBody = newGroupBody.partial();

/** Docker Hub's groups are an organization's teams. */
export const hubGroupRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    organizationScope: 'scope-group-read',
    method: 'GET',
    path: PATH,
    summary: 'List the teams of an organization; `search` for a part of the name, `username` for those of a member',
    scope: 'member',
    audit: [],
    request: { params, query: hubListQuery({ search: hubSearch, username: name.optional() }) },
    answers: { 200: hubPageSchema(hubGroupSchema) },
    handle: async ({ services, caller, params: { organization: org }, query }) => {
      const filter = { search: query.search, accountName: query.username };
      const teams = await listTeams(services, caller, org, filter);
      const { page, pageSize } = pageOf(query);
      const shownTeams = teams.slice((page - 1) * pageSize, page * pageSize);
      const url = `${services.publicUrl}/v2/orgs/${org}/groups`;
      return { status: 200, body: hubPageBody(shownTeams.map(hubGroup), { url, query, total: teams.length }) };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-group-edit',
    method: 'POST',
    path: PATH,
    summary: 'Create a team',
    scope: 'owner',
    audit: ['team.created'],
    request: { params, body: newGroupBody },
    answers: { 201: hubGroupSchema },
    handle: async ({ services, caller, params: { organization: org }, body }) => {
      const team = await createTeam(services, caller, org, body);
      return { status: 201, body: hubGroup({ ...team, memberCount: 0 }) };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-group-read',
    method: 'GET',
    path: `${PATH}/:group`,
    summary: 'Show a team',
    scope: 'member',
    audit: [],
    request: { params: groupParams },
    answers: { 200: hubGroupSchema },
    handle: async ({ services, caller, params: { organization, group } }) => {
      const which = { organizationName: organization, teamName: group };
      const { team, members } = await showTeam(services, caller, { ...which, page: 1, pageSize: 1 });
      return { status: 200, body: hubGroup({ ...team, memberCount: members.total }) };
    },
  }),
  ...(['PUT', 'PATCH'] as const).map((method) =>
    defineRoute({
      ...common,
      organizationScope: 'scope-group-edit',
      method,
      path: `${PATH}/:group`,
      summary: 'Rename a team, or change its description; rights and memberships stay',
      scope: 'owner',
      audit: ['team.changed'],
      request: { params: groupParams, body: method === 'PUT' ? newGroupBody : changeBody },
      answers: { 200: hubGroupSchema },
      handle: async ({ services, caller, params: { organization, group }, body }): Promise<Answer> => {
        const which = { organizationName: organization, teamName: group };
        return { status: 200, body: hubGroup(await changeTeam(services, caller, which, body)) };
      },
    }),
  ),
  defineRoute({
    ...common,
    organizationScope: 'scope-group-edit',
    method: 'DELETE',
    path: `${PATH}/:group`,
    summary: 'Delete a team with its rights',
    scope: 'owner',
    audit: ['team.deleted'],
    request: { params: groupParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, group } }) => {
      await deleteTeam(services, caller, organization, group);
      return { status: 204 };
    },
  }),
];

function hubGroup({ id, name, description, memberCount }: TeamWithCount): z.input<typeof hubGroupSchema> {
  return { id: hubNumber(id), uuid: id, name, description, member_count: memberCount };
}

/** Hub's clients need a number: the first 48 bits of the id. They are random, and JSON can represent them exactly. */
export function hubNumber(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
