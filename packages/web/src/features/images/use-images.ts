import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { keyOf } from '../organizations/use-organization.ts';

export const TAGS_PAGE_SIZE = 10;

export const tagsQuery = (organization: string, name: string, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'tags', page],
    queryFn: () => {
      const query = { name, page, pageSize: TAGS_PAGE_SIZE };
      return answerOf(client.GET('/api/repository/tags', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

export const imageQuery = (organization: string, name: string, digest: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'image', digest],
    queryFn: () => answerOf(client.GET('/api/repository/image', { params: { query: { name, digest } } })),
  });

/** Only with the admin permission. */
export const pullsQuery = (organization: string, name: string, digest: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'pulls', digest],
    queryFn: () => {
      const query = { name, reference: digest, action: 'pull', pageSize: 100 } as const;
      return answerOf(client.GET('/api/repository/passages', { params: { query } }));
    },
  });

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "12.3 MB", in powers of ten, as docker shows sizes. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** The part of a digest that people compare. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
