import { formatRepositoryName, REPOSITORY_RIGHTS } from '@lanyard/core/repositories/repository';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Repository, RightHolder } from '../../store/records/repositories/repositories.ts';
import type { ReachedRepository } from '../access/repository-access.ts';
import {
  changeRepository,
  createRepository,
  deleteRepository,
  listRepositories,
  showRepository,
} from './repositories.ts';
import { listRepositoryRights, putRepositoryRight, removeRepositoryRight } from './rights.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const rights = { ...common, path: '/api/repository/rights' } as const;

/** `namespace/name`. It is in the query, because names contain slashes, which some proxies change in paths. */
const repositoryText = z.string().max(255);
const oneQuery = z.strictObject({ name: repositoryText });

const visibilitySchema = z.enum(['public', 'private']);
const rightSchema = z.enum(REPOSITORY_RIGHTS);
/** The use case checks the exact lengths. */
const repositoryFields = {
  visibility: visibilitySchema,
  description: z.string().max(60_000),
  fullDescription: z.string().max(60_000),
};
const repositorySchema = z.object({
  name: z.string(),
  visibility: visibilitySchema,
  description: z.string(),
  createdAt: z.string(),
});

/** With the caller's own right. Null if the caller sees it only because it is public. */
const reachedSchema = repositorySchema.extend({
  fullDescription: z.string(),
  /** Patterns (RE2) of the tags that no push can change. Null for none, and an empty list for all tags. */
  immutableTags: z.array(z.string()).nullable(),
  right: rightSchema.nullable(),
});

const subjectFields = { subjectType: z.enum(['team', 'account']), subject: z.string().max(100) };
const holderSchema = z.object({ ...subjectFields, right: rightSchema });

export const repositoryRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/repositories',
    summary: 'List the repositories of a namespace that you may see, by name; search for a part of the name',
    csrf: 'none',
    audit: [],
    request: {
      query: z.strictObject({ ...pagingQuery, namespace: z.string().max(100), search: z.string().max(100).optional() }),
    },
    answers: { 200: z.object({ total: z.number(), repositories: z.array(repositorySchema) }) },
    handle: async ({ services, caller, query: { namespace, ...page } }) => {
      const { total, items } = await listRepositories(services, caller, namespace, page);
      return { status: 200, body: { total, repositories: items.map(repositoryBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/repositories',
    rate: ['new-rows'],
    summary: 'Create a repository before its first push',
    csrf: 'origin',
    audit: ['repository.created'],
    request: { body: z.strictObject({ name: repositoryText, ...z.object(repositoryFields).partial().shape }) },
    answers: { 201: repositorySchema },
    handle: async ({ services, caller, body }) => {
      return { status: 201, body: repositoryBody(await createRepository(services, caller, body)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/repository',
    summary: 'Show a repository that is public or that you have a right to',
    csrf: 'none',
    audit: [],
    request: { query: oneQuery },
    answers: { 200: reachedSchema },
    handle: async ({ services, caller, query }) => {
      const { repository, right } = await showRepository(services, caller, query.name);
      return { status: 200, body: reachedBody(repository, right) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/repository',
    summary: 'Change the visibility and the description of a repository, and which of its tags no push can change',
    csrf: 'origin',
    audit: ['repository.changed', 'repository.described', 'repository.immutable-tags-set'],
    request: {
      query: oneQuery,
      body: z
        .strictObject({ ...repositoryFields, immutableTags: z.array(z.string().max(300)).max(50).nullable() })
        .partial(),
    },
    answers: { 200: reachedSchema },
    handle: async ({ services, caller, query, body }) => {
      const { repository, right } = await changeRepository(services, caller, query.name, body);
      return { status: 200, body: reachedBody(repository, right) };
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
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query }) => {
      await deleteRepository(services, caller, query.name);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...rights,
    method: 'GET',
    summary: 'List the teams and accounts that have a right to a repository',
    csrf: 'none',
    audit: [],
    request: { query: oneQuery },
    answers: { 200: z.object({ rights: z.array(holderSchema) }) },
    handle: async ({ services, caller, query }) => {
      const holders = await listRepositoryRights(services, caller, query.name);
      return { status: 200, body: { rights: holders.map(holderBody) } };
    },
  }),
  defineRoute({
    ...rights,
    method: 'PUT',
    summary: 'Give a team or an account a right to a repository, or change it',
    csrf: 'origin',
    audit: ['repository.right-set'],
    request: { query: oneQuery, body: z.strictObject({ ...subjectFields, right: rightSchema }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query, body: { subject: subjectName, ...body } }) => {
      await putRepositoryRight(services, caller, query.name, { ...body, subjectName });
      return { status: 204 };
    },
  }),
  defineRoute({
    ...rights,
    method: 'DELETE',
    summary: 'Remove the right of a team or an account to a repository',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['repository.right-removed'],
    request: { query: z.strictObject({ name: repositoryText, ...subjectFields }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query: { name, subjectType, subject: subjectName } }) => {
      await removeRepositoryRight(services, caller, name, { subjectType, subjectName });
      return { status: 204 };
    },
  }),
];

function repositoryBody(repository: Repository): z.input<typeof repositorySchema> {
  const { visibility, description, createdAt } = repository;
  return { name: formatRepositoryName(repository), visibility, description, createdAt: isoTime(createdAt) };
}

function reachedBody(repository: Repository, right: ReachedRepository['right']): z.input<typeof reachedSchema> {
  const { fullDescription, immutableTags } = repository;
  return { ...repositoryBody(repository), fullDescription, immutableTags: immutableTags && [...immutableTags], right };
}

function holderBody({ subjectType, subjectName, right }: RightHolder): z.input<typeof holderSchema> {
  return { subjectType, subject: subjectName, right };
}
