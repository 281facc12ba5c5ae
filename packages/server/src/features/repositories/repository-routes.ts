import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { changeRepository } from './change-repository.ts';
import { createRepository } from './create-repository.ts';
import { deleteRepository } from './delete-repository.ts';
import { listRepositories } from './list-repositories.ts';
import {
  repositoryBody,
  repositorySchema,
  repositoryText,
  rightSchema,
  visibilitySchema,
} from './repository-schema.ts';
import { showRepository } from './show-repository.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const oneQuery = z.strictObject({ name: repositoryText });

/** With the caller's own right to it; null where it is only public. */
const reachedSchema = repositorySchema.extend({ right: rightSchema.nullable() });

export const repositoryRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/repositories',
    summary: 'The repositories of a namespace that the account belongs to, by name: those that it may see',
    csrf: 'none',
    audit: [],
    request: { query: z.strictObject({ ...pagingQuery, namespace: z.string().max(100) }) },
    answers: { 200: z.object({ total: z.number(), repositories: z.array(repositorySchema) }), ...errorAnswers },
    handle: async ({ services, caller, query: { namespace, ...page } }) => {
      const { total, items } = await listRepositories(services, caller, namespace, page);
      return { status: 200, body: { total, repositories: items.map(repositoryBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/repositories',
    summary: 'Make a repository before its first push',
    csrf: 'origin',
    audit: ['repository.created'],
    request: { body: z.strictObject({ name: repositoryText, visibility: visibilitySchema.optional() }) },
    answers: { 201: repositorySchema, ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      return { status: 201, body: repositoryBody(await createRepository(services, caller, body)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/repository',
    summary: 'One repository that is public or that the account has a right to',
    csrf: 'none',
    audit: [],
    request: { query: oneQuery },
    answers: { 200: reachedSchema, ...errorAnswers },
    handle: async ({ services, caller, query }) => {
      const { repository, right } = await showRepository(services, caller, query.name);
      return { status: 200, body: { ...repositoryBody(repository), right } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/repository',
    summary: 'Make a repository public or private',
    csrf: 'origin',
    audit: ['repository.changed'],
    request: { query: oneQuery, body: z.strictObject({ visibility: visibilitySchema }) },
    answers: { 200: reachedSchema, ...errorAnswers },
    handle: async ({ services, caller, query, body }) => {
      const { repository, right } = await changeRepository(services, caller, query.name, body.visibility);
      return { status: 200, body: { ...repositoryBody(repository), right } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/repository',
    summary: 'Delete the record of a repository and all rights to it; the registry keeps what it stores',
    csrf: 'origin',
    audit: ['repository.deleted'],
    request: { query: oneQuery },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, query }) => {
      await deleteRepository(services, caller, query.name);
      return { status: 204 };
    },
  }),
];
