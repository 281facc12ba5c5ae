import { REPOSITORY_RIGHTS } from '@lanyard/core/repositories/repository';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Team } from '../../store/records/teams.ts';
import { createTeam, deleteTeam, listTeams, putTeamMember, removeTeamMember, showTeam } from './teams.ts';

const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;
const nameText = z.string().max(100);
const organizationParams = z.strictObject({ organization: nameText });
const teamParams = z.strictObject({ organization: nameText, team: nameText });
const teamMemberParams = z.strictObject({ organization: nameText, team: nameText, account: nameText });

const teamSchema = z.object({ name: z.string(), createdAt: z.string() });
const teamRightSchema = z.object({ repository: z.string(), right: z.enum(REPOSITORY_RIGHTS) });

/** `rights` is null for a member who is neither an owner nor in the team. */
const teamWithMembersSchema = teamSchema.extend({
  members: z.array(z.string()),
  rights: z.array(teamRightSchema).nullable(),
});

export const teamRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/teams',
    summary: 'List the teams of an organization by name',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: z.object({ teams: z.array(teamSchema) }) },
    handle: async ({ services, caller, params }) => {
      const teams = await listTeams(services, caller, params.organization);
      return { status: 200, body: { teams: teams.map(teamBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/teams',
    summary: 'Create a team',
    scope: 'owner',
    csrf: 'origin',
    audit: ['team.created'],
    request: { params: organizationParams, body: z.strictObject({ name: nameText }) },
    answers: { 201: teamSchema },
    handle: async ({ services, caller, params, body }) => {
      const team = await createTeam(services, caller, params.organization, body.name);
      return { status: 201, body: teamBody(team) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/teams/:team',
    summary: 'Show a team with its members and its rights',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: teamParams },
    answers: { 200: teamWithMembersSchema },
    handle: async ({ services, caller, params }) => {
      const { team, members, rights } = await showTeam(services, caller, params.organization, params.team);
      const held = rights?.map(({ repositoryName, right }) => ({ repository: repositoryName, right })) ?? null;
      const names = members.map(({ accountName }) => accountName);
      return { status: 200, body: { ...teamBody(team), members: names, rights: held } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/teams/:team',
    summary: 'Delete a team with its rights',
    scope: 'owner',
    csrf: 'origin',
    audit: ['team.deleted'],
    request: { params: teamParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await deleteTeam(services, caller, params.organization, params.team);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/organizations/:organization/teams/:team/members/:account',
    summary: 'Add a member of the organization to a team',
    scope: 'owner',
    csrf: 'origin',
    audit: ['team.member-added'],
    request: { params: teamMemberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await putTeamMember(services, caller, namesOf(params));
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/teams/:team/members/:account',
    summary: 'Remove an account from a team',
    scope: 'owner',
    csrf: 'origin',
    audit: ['team.member-removed'],
    request: { params: teamMemberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeTeamMember(services, caller, namesOf(params));
      return { status: 204 };
    },
  }),
];

function teamBody({ name, createdAt }: Team): z.input<typeof teamSchema> {
  return { name, createdAt: isoTime(createdAt) };
}

function namesOf({ organization, team, account }: z.output<typeof teamMemberParams>) {
  return { organizationName: organization, teamName: team, accountName: account };
}
