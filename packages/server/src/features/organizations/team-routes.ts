import { REPOSITORY_RIGHTS } from '@lanyard/core/repositories/repository';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Team } from '../../store/records/organizations/teams.ts';
import {
  changeTeam,
  createTeam,
  deleteTeam,
  listTeams,
  putTeamMember,
  removeTeamMember,
  showTeam,
  type TeamWithMembers,
} from './teams.ts';

const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;
const nameText = z.string().max(100);
const organizationParams = z.strictObject({ organization: nameText });
const teamParams = z.strictObject({ organization: nameText, team: nameText });
const teamMemberParams = z.strictObject({ organization: nameText, team: nameText, account: nameText });

/** Enough for a team of people; a larger one has pages. */
const teamPageQuery = { page: pagingQuery.page, pageSize: z.coerce.number().int().min(1).max(500).default(500) };

/** The use case knows the lengths. */
const teamFields = { name: nameText, description: z.string().max(4000) };
const teamSchema = z.object({ name: z.string(), description: z.string(), createdAt: z.string() });
const teamRightSchema = z.object({ repository: z.string(), right: z.enum(REPOSITORY_RIGHTS) });

/** A page of members and of rights. `rights` is null for a member who is neither an owner nor in the team. */
const teamWithMembersSchema = teamSchema.extend({
  memberCount: z.number(),
  members: z.array(z.string()),
  rightCount: z.number().nullable(),
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
    request: { params: organizationParams, body: z.strictObject(teamFields).partial({ description: true }) },
    answers: { 201: teamSchema },
    handle: async ({ services, caller, params, body }) => {
      const team = await createTeam(services, caller, params.organization, body);
      return { status: 201, body: teamBody(team) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/teams/:team',
    summary: 'Show a team with its members and its rights, a page of each by name',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: teamParams, query: z.strictObject(teamPageQuery) },
    answers: { 200: teamWithMembersSchema },
    handle: async ({ services, caller, params, query }) => {
      const place = { organizationName: params.organization, teamName: params.team };
      return { status: 200, body: teamPageBody(await showTeam(services, caller, { ...place, ...query })) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/organizations/:organization/teams/:team',
    summary: 'Rename a team, or change its description; rights and memberships stay',
    scope: 'owner',
    csrf: 'origin',
    audit: ['team.changed'],
    request: { params: teamParams, body: z.strictObject(teamFields).partial() },
    answers: { 200: teamSchema },
    handle: async ({ services, caller, params, body }) => {
      const which = { organizationName: params.organization, teamName: params.team };
      return { status: 200, body: teamBody(await changeTeam(services, caller, which, body)) };
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
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['team.member-removed'],
    request: { params: teamMemberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeTeamMember(services, caller, namesOf(params));
      return { status: 204 };
    },
  }),
];

function teamBody({ name, description, createdAt }: Team): z.input<typeof teamSchema> {
  return { name, description, createdAt: isoTime(createdAt) };
}

function teamPageBody({ team, members, rights }: TeamWithMembers): z.input<typeof teamWithMembersSchema> {
  return {
    ...teamBody(team),
    memberCount: members.total,
    members: members.items.map(({ accountName }) => accountName),
    rightCount: rights?.total ?? null,
    rights: rights?.items.map(({ repositoryName, right }) => ({ repository: repositoryName, right })) ?? null,
  };
}

function namesOf({ organization, team, account }: z.output<typeof teamMemberParams>) {
  return { organizationName: organization, teamName: team, accountName: account };
}
