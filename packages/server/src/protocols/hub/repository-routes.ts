import { DomainError } from '@lanyard/core/domain-error';
import type { ImmutableTags } from '@lanyard/core/repositories/immutable-tags';
import { z } from 'zod';
import {
  changeRepository,
  createRepository,
  deleteRepository,
  listRepositories,
  showRepository,
} from '../../features/repositories/repositories.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import { hubRepository, hubRepositoryInfo, hubRepositoryInfoSchema, hubRepositorySchema } from './hub-repository.ts';
import { hubListQuery, hubPageBody, hubPageSchema, hubSearch, naming, pageOf } from './hub-surface.ts';

const COLLECTION = '/v2/namespaces/:namespace/repositories';
const REPOSITORY = '/v2/repositories/:namespace/:repository';

/** Docker Hub has two addresses for the same thing. Its documentation uses one, and the clients use the other. */
export function repositoryAddress<const Rest extends string>(rest: Rest) {
  return { path: `${REPOSITORY}${rest}`, alias: `${COLLECTION}/:repository${rest}` } as const;
}

const common = {
  surface: 'hub',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const name = z.string().max(255);
const namespaceParams = z.strictObject({ namespace: name });
export const repositoryParams = z.strictObject({ namespace: name, repository: name });

export function fullNameOf({ namespace, repository }: z.output<typeof repositoryParams>): string {
  return `${namespace}/${repository}`;
}

/** The use case checks the exact lengths. */
const descriptions = { description: z.string().max(60_000), full_description: z.string().max(60_000) };

const createBody = z.strictObject({
  name,
  /** The address contains it too. */
  namespace: name.optional(),
  ...z.object(descriptions).partial().shape,
  is_private: z.boolean().optional(),
  /** A choice between Docker Hub's registries. Here there is none. */
  registry: z.string().max(255).optional(),
});

const changeBody = z.strictObject({
  ...z.object(descriptions).partial().shape,
  immutable_tags: z.boolean().optional(),
  /** Several patterns are separated by commas. */
  immutable_tags_rules: z.string().max(4000).optional(),
});

/** The field names of the use cases, and those of this interface. */
const FIELDS = { fullDescription: 'full_description', visibility: 'is_private', immutableTags: 'immutable_tags_rules' };

/** Docker Hub's "-" reverses the order. For times, the word without "-" means the newest first. */
const ORDERS = {
  name: { by: 'name', isDescending: false },
  '-name': { by: 'name', isDescending: true },
  last_updated: { by: 'changed', isDescending: true },
  '-last_updated': { by: 'changed', isDescending: false },
} as const;

const listQuery = hubListQuery({
  name: hubSearch,
  ordering: z.enum(Object.keys(ORDERS) as (keyof typeof ORDERS)[]).optional(),
});

const collection: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: COLLECTION,
    alias: '/v2/repositories/:namespace',
    summary: 'List the repositories of a namespace that you belong to; `name` for a part of the name',
    credential: 'organization-bearer',
    organizationScope: 'scope-repository-list',
    audit: [],
    request: { params: namespaceParams, query: listQuery },
    answers: { 200: hubPageSchema(hubRepositorySchema) },
    handle: async ({ services, caller, params: { namespace }, query }) => {
      const filter = { search: query.name, order: ORDERS[query.ordering ?? 'name'] };
      const { total, items } = await listRepositories(services, caller, namespace, { ...pageOf(query), ...filter });
      const url = `${services.publicUrl}/v2/namespaces/${namespace}/repositories`;
      return { status: 200, body: hubPageBody(items.map(hubRepository), { url, query, total }) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: COLLECTION,
    summary: 'Create a repository before its first push',
    rate: ['new-rows'],
    credential: 'organization-bearer',
    organizationScope: 'scope-repository-create',
    audit: ['repository.created'],
    request: { params: namespaceParams, body: createBody },
    answers: { 201: hubRepositoryInfoSchema },
    handle: async ({ services, caller, params, body }) => {
      const { namespace = params.namespace, description, full_description: fullDescription, is_private } = body;
      if (namespace !== params.namespace) throw otherNamespace();
      const visibility = is_private === undefined ? undefined : visibilityOf(is_private);
      const input = { name: `${namespace}/${body.name}`, description, fullDescription, visibility };
      const repository = await naming(FIELDS, () => createRepository(services, caller, input));
      return { status: 201, body: hubRepositoryInfo(repository, 'admin') };
    },
  }),
];

const members: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    ...repositoryAddress(''),
    summary: 'Show a repository that is public or that you have a right to',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repository-read',
    audit: [],
    request: { params: repositoryParams },
    answers: { 200: hubRepositoryInfoSchema },
    handle: async ({ services, caller, params }) => {
      const { repository, right } = await showRepository(services, caller, fullNameOf(params), 'scope-repository-read');
      return { status: 200, body: hubRepositoryInfo(repository, right) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: REPOSITORY,
    summary: 'Change the descriptions of a repository, and which of its tags no push may move',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repository-edit',
    audit: ['repository.described', 'repository.immutable-tags-set'],
    request: { params: repositoryParams, body: changeBody },
    answers: { 200: hubRepositoryInfoSchema },
    handle: async ({ services, caller, params, body }) => {
      const { description, full_description: fullDescription } = body;
      const changes = { description, fullDescription, immutableTags: immutableTagsOf(body) };
      const change = () => changeRepository(services, caller, fullNameOf(params), changes);
      const { repository, right } = await naming(FIELDS, change);
      return { status: 200, body: hubRepositoryInfo(repository, right) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    ...repositoryAddress('/immutabletags'),
    summary: 'Set which tags of a repository no push may move',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repository-settings-admin',
    audit: ['repository.immutable-tags-set'],
    request: {
      params: repositoryParams,
      body: z.strictObject({ immutable_tags: z.boolean(), immutable_tags_rules: z.array(z.string().max(300)).max(50) }),
    },
    answers: { 200: hubRepositoryInfoSchema },
    handle: async ({ services, caller, params, body }) => {
      const changes = { immutableTags: body.immutable_tags ? body.immutable_tags_rules : null };
      const change = () => changeRepository(services, caller, fullNameOf(params), changes);
      const { repository, right } = await naming(FIELDS, change);
      return { status: 200, body: hubRepositoryInfo(repository, right) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: REPOSITORY,
    summary: 'Delete the record of a repository and all rights to it; the registry keeps what it stores',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repository-admin',
    audit: ['repository.deleted'],
    request: { params: repositoryParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await deleteRepository(services, caller, fullNameOf(params));
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${REPOSITORY}/privacy`,
    summary: 'Make a repository public or private',
    credential: 'organization-bearer',
    repositoryScope: 'scope-repository-edit',
    audit: ['repository.changed'],
    request: { params: repositoryParams, body: z.strictObject({ is_private: z.boolean() }) },
    answers: { 200: hubRepositoryInfoSchema },
    handle: async ({ services, caller, params, body }) => {
      const changes = { visibility: visibilityOf(body.is_private) };
      const { repository, right } = await changeRepository(services, caller, fullNameOf(params), changes);
      return { status: 200, body: hubRepositoryInfo(repository, right) };
    },
  }),
];

export const hubRepositoryRoutes: readonly Route[] = [...collection, ...members];

function visibilityOf(isPrivate: boolean): Repository['visibility'] {
  return isPrivate ? 'private' : 'public';
}

/** Undefined if the request does not mention them. */
function immutableTagsOf({
  immutable_tags,
  immutable_tags_rules,
}: z.output<typeof changeBody>): ImmutableTags | undefined {
  if (immutable_tags === undefined) return undefined;
  return immutable_tags ? (immutable_tags_rules ?? '').split(',').filter((rule) => rule !== '') : null;
}

function otherNamespace(): DomainError {
  return new DomainError('invalid-input', { field: 'namespace', reason: 'is not the one of the address' });
}
