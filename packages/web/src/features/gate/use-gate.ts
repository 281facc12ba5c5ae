import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { Quarantine } from '../../api/types.ts';
import { keyOf, useOrganizationChange } from '../organizations/use-organization.ts';

export const PAGE_SIZE = 10;

/** The record of a repository, or of one of the account's own tokens. */
export type RecordOf = { readonly repository: string } | { readonly tokenId: string };

export interface RecordFilter {
  readonly page: number;
  /** A tag or a digest. Empty for all. */
  readonly reference: string;
  readonly action: '' | 'pull' | 'push' | 'delete';
  /** A day, such as `2026-11-29`. Empty for now. */
  readonly before: string;
}

export const recordQuery = (of: RecordOf, { page, reference, action, before }: RecordFilter) =>
  queryOptions({
    queryKey: ['passages', of, page, reference, action, before],
    queryFn: () => {
      const query = {
        page,
        pageSize: PAGE_SIZE,
        ...(reference !== '' && { reference }),
        ...(action !== '' && { action }),
        ...(before !== '' && { before: new Date(`${before}T00:00:00`).toISOString() }),
      };
      if ('tokenId' in of)
        return answerOf(client.GET('/api/tokens/{id}/passages', { params: { path: { id: of.tokenId }, query } }));
      return answerOf(client.GET('/api/repository/passages', { params: { query: { ...query, name: of.repository } } }));
    },
    placeholderData: keepPreviousData,
  });

export const quarantinesQuery = (organization: string, name: string, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'quarantines', page],
    queryFn: () =>
      answerOf(client.GET('/api/repository/quarantines', { params: { query: { name, page, pageSize: PAGE_SIZE } } })),
    placeholderData: keepPreviousData,
  });

export function useQuarantine(organization: string, name: string) {
  return useOrganizationChange(organization, (body: Pick<Quarantine, 'registry' | 'digest' | 'reason'>) =>
    answerOf(client.POST('/api/repository/quarantines', { params: { query: { name } }, body })),
  );
}

export function useRelease(organization: string, name: string) {
  return useOrganizationChange(organization, ({ registry, digest }: Pick<Quarantine, 'registry' | 'digest'>) =>
    answerOf(client.DELETE('/api/repository/quarantines', { params: { query: { name, registry, digest } } })),
  );
}

export function useSetImmutableTags(organization: string, name: string) {
  return useOrganizationChange(organization, (immutableTags: string[] | null) =>
    answerOf(client.PATCH('/api/repository', { params: { query: { name } }, body: { immutableTags } })),
  );
}
