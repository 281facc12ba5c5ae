import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listRepositoryRights } from './list-repository-rights.ts';
import { putRepositoryRight } from './put-repository-right.ts';
import { removeRepositoryRight } from './remove-repository-right.ts';
import { repositoryText, rightSchema } from './repository-schema.ts';

const common = {
  surface: 'api',
  path: '/api/repository/rights',
  credential: 'account',
  scope: 'own',
  rate: 'none',
  cache: 'no-store',
} as const;

const subjectFields = { subjectType: z.enum(['team', 'account']), subject: z.string().max(100) };
const holderSchema = z.object({ ...subjectFields, right: rightSchema });

export const repositoryRightRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    summary: 'Which teams and accounts were given a right to a repository',
    csrf: 'none',
    audit: [],
    request: { query: z.strictObject({ name: repositoryText }) },
    answers: { 200: z.object({ rights: z.array(holderSchema) }), ...errorAnswers },
    handle: async ({ services, caller, query }) => {
      const holders = await listRepositoryRights(services, caller, query.name);
      const rights = holders.map(({ subjectType, subjectName, right }) => ({
        subjectType,
        subject: subjectName,
        right,
      }));
      return { status: 200, body: { rights } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    summary: 'Give a team or an account a right to a repository, or another one',
    csrf: 'origin',
    audit: ['repository.right-set'],
    request: {
      query: z.strictObject({ name: repositoryText }),
      body: z.strictObject({ ...subjectFields, right: rightSchema }),
    },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, query, body: { subject: subjectName, ...body } }) => {
      await putRepositoryRight(services, caller, query.name, { ...body, subjectName });
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    summary: 'Take the right to a repository from a team or an account',
    csrf: 'origin',
    audit: ['repository.right-removed'],
    request: { query: z.strictObject({ name: repositoryText, ...subjectFields }) },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, query: { name, subjectType, subject: subjectName } }) => {
      await removeRepositoryRight(services, caller, name, { subjectType, subjectName });
      return { status: 204 };
    },
  }),
];
