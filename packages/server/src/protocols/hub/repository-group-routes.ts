import { DomainError } from '@lanyard/core/domain-error';
import { REPOSITORY_RIGHTS } from '@lanyard/core/repositories/repository';
import type { RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import { z } from 'zod';
import type { OrganizationCaller } from '../../features/access/caller.ts';
import {
  listRepositoryRights,
  listRightfulTeams,
  putRepositoryRight,
  removeRepositoryRight,
} from '../../features/repositories/rights.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { Team } from '../../store/records/organizations/teams.ts';
import type { RightHolder } from '../../store/records/repositories/repositories.ts';
import { hubNumber } from './group-routes.ts';
import { fullNameOf, repositoryParams } from './repository-routes.ts';

const PATH = '/v2/repositories/:namespace/:repository/groups';
const common = {
  surface: 'hub',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const groupNumber = z.coerce.number().int().nonnegative();
const groupParams = repositoryParams.extend({ group: groupNumber });
/** Terraform's provider sends back everything that it received. */
const shown = { group_name: z.unknown().optional(), group_id: z.unknown().optional() };
const permission = z.enum(REPOSITORY_RIGHTS);

const hubRepositoryGroupSchema = z.object({ group_id: z.number(), group_name: z.string(), permission });

/**
 * The rights of teams to a repository, for those with the admin right to it. Docker Hub's clients identify teams by a
 * number.
 */
export const hubRepositoryGroupRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: PATH,
    summary: 'List the teams that have a right to a repository',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repo-group-read',
    audit: [],
    request: { params: repositoryParams, query: z.strictObject({}) },
    answers: { 200: z.object({ count: z.number(), results: z.array(hubRepositoryGroupSchema) }) },
    handle: async ({ services, caller, params }) => {
      const results = await teamsWithRight(services, caller, params);
      return { status: 200, body: { count: results.length, results } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: PATH,
    summary: 'Give a team a right to a repository',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repo-group-edit',
    audit: ['repository.right-set'],
    request: { params: repositoryParams, body: z.strictObject({ ...shown, group_id: groupNumber, permission }) },
    answers: { 200: hubRepositoryGroupSchema },
    handle: async ({ services, caller, params, body }) => {
      return { status: 200, body: await give(services, caller, { ...params, group: body.group_id }, body.permission) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: `${PATH}/:group`,
    summary: 'Show the right of a team to a repository',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repo-group-read',
    audit: [],
    request: { params: groupParams },
    answers: { 200: hubRepositoryGroupSchema },
    handle: async ({ services, caller, params }) => {
      const held = (await teamsWithRight(services, caller, params)).find(({ group_id }) => group_id === params.group);
      if (!held) throw new DomainError('not-found', { what: 'right' });
      return { status: 200, body: held };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: `${PATH}/:group`,
    summary: 'Change the right of a team to a repository',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repo-group-edit',
    audit: ['repository.right-set'],
    request: { params: groupParams, body: z.strictObject({ ...shown, permission }) },
    answers: { 200: hubRepositoryGroupSchema },
    handle: async ({ services, caller, params, body }) => {
      return { status: 200, body: await give(services, caller, params, body.permission) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${PATH}/:group`,
    summary: 'Remove the right of a team to a repository',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    credential: 'organization-bearer',
    repositoryScope: 'scope-repo-group-admin',
    audit: ['repository.right-removed'],
    request: { params: groupParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      const { id: teamId } = await teamOfNumber(services, caller, params, 'scope-repo-group-admin');
      await removeRepositoryRight(services, caller, fullNameOf(params), { subjectType: 'team', teamId });
      return { status: 204 };
    },
  }),
];

type Group = z.output<typeof groupParams>;
type Right = z.output<typeof permission>;

async function give(services: Services, caller: OrganizationCaller, group: Group, right: Right) {
  const { id: teamId, name } = await teamOfNumber(services, caller, group, 'scope-repo-group-edit');
  await putRepositoryRight(services, caller, fullNameOf(group), { subjectType: 'team', teamId, right });
  return { group_id: group.group, group_name: name, permission: right };
}

async function teamsWithRight(
  services: Services,
  caller: OrganizationCaller,
  params: z.output<typeof repositoryParams>,
) {
  const holders = await listRepositoryRights(services, caller, fullNameOf(params));
  return holders.filter(({ subjectType }) => subjectType === 'team').map(hubRepositoryGroup);
}

function hubRepositoryGroup({ subjectId, subjectName, right }: RightHolder): z.input<typeof hubRepositoryGroupSchema> {
  return { group_id: hubNumber(subjectId), group_name: subjectName, permission: right };
}

/** In the organization that owns the repository. Errors: those of `listRightfulTeams`, `not-found`. */
async function teamOfNumber(
  services: Services,
  caller: OrganizationCaller,
  group: Group,
  scope: RepositoryScope,
): Promise<Team> {
  const teams = await listRightfulTeams(services, caller, fullNameOf(group), scope);
  const team = teams.find(({ id }) => hubNumber(id) === group.group);
  if (team) return team;
  throw new DomainError('not-found', { what: 'team' });
}
