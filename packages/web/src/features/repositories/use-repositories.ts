import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { Repository, RepositoryRight, RightHolder } from '../../api/types.ts';
import { keyOf, useOrganizationChange } from '../organizations/use-organization.ts';

export const PAGE_SIZE = 25;

const NAMED_AT_MOST = 100;

interface ShownRepositories {
  readonly page?: number;
  readonly pageSize?: number;
  /** A part of the name. */
  readonly search?: string;
}

export const repositoriesQuery = (
  organization: string,
  { page = 1, pageSize = PAGE_SIZE, search = '' }: ShownRepositories,
) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repositories', page, pageSize, search],
    queryFn: () => {
      const query = { namespace: organization, page, pageSize, ...(search !== '' && { search }) };
      return answerOf(client.GET('/api/repositories', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

/** Suggestions for a field with repository names. */
export const repositoryNamesQuery = (organization: string) =>
  repositoriesQuery(organization, { pageSize: NAMED_AT_MOST });

/** Includes the account's own permission. */
export const repositoryQuery = (organization: string, name: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name],
    queryFn: () => answerOf(client.GET('/api/repository', { params: { query: { name } } })),
  });

/** Only with the admin permission. */
export const rightsQuery = (organization: string, name: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'rights'],
    queryFn: () => answerOf(client.GET('/api/repository/rights', { params: { query: { name } } })),
  });

export function useCreateRepository(organization: string) {
  return useOrganizationChange(organization, (body: Pick<Repository, 'name' | 'visibility'>) =>
    answerOf(client.POST('/api/repositories', { body })),
  );
}

export function useChangeVisibility(organization: string, name: string) {
  return useOrganizationChange(organization, (visibility: Repository['visibility']) =>
    answerOf(client.PATCH('/api/repository', { params: { query: { name } }, body: { visibility } })),
  );
}

export function useDeleteRepository(organization: string) {
  return useOrganizationChange(organization, (name: string) =>
    answerOf(client.DELETE('/api/repository', { params: { query: { name } } })),
  );
}

/** Adds a permission or changes it. */
export function usePutRight(organization: string, name: string) {
  return useOrganizationChange(organization, (body: RightHolder) =>
    answerOf(client.PUT('/api/repository/rights', { params: { query: { name } }, body })),
  );
}

export function useRemoveRight(organization: string, name: string) {
  return useOrganizationChange(organization, ({ subjectType, subject }: Omit<RightHolder, 'right'>) =>
    answerOf(client.DELETE('/api/repository/rights', { params: { query: { name, subjectType, subject } } })),
  );
}

/** Each includes the previous one. */
export const RIGHTS: readonly { readonly value: RepositoryRight; readonly label: string }[] = [
  { value: 'read', label: 'Read: pull' },
  { value: 'write', label: 'Write: pull and push' },
  { value: 'admin', label: 'Admin: everything' },
];

export function describeRight(right: RepositoryRight): string {
  return RIGHTS.find(({ value }) => value === right)?.label ?? right;
}
