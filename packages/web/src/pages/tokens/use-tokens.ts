import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';

export type TokenQuery = NonNullable<paths['/api/tokens']['get']['parameters']['query']>;

/** All that is known of tokens begins with this key. */
const TOKENS = 'tokens';

export const tokensQuery = (query: TokenQuery) =>
  queryOptions({
    queryKey: [TOKENS, 'list', query],
    queryFn: () => answerOf(client.GET('/api/tokens', { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export const autoTokensQuery = queryOptions({
  queryKey: [TOKENS, 'auto'],
  queryFn: () => answerOf(client.GET('/api/account/auto-tokens')),
});

export const tokenQuery = (id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'one', id],
    queryFn: () => answerOf(client.GET('/api/tokens/{id}', { params: { path: { id } } })),
  });

export const usageQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: [TOKENS, 'usage', id, page],
    queryFn: () =>
      answerOf(client.GET('/api/tokens/{id}/usage', { params: { path: { id }, query: { page, pageSize: 10 } } })),
    placeholderData: keepPreviousData,
  });

export const usageByDayQuery = (id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'usage-by-day', id],
    queryFn: () =>
      answerOf(client.GET('/api/tokens/{id}/usage-summary', { params: { path: { id }, query: { days: 30 } } })),
  });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'events', id],
    queryFn: () => answerOf(client.GET('/api/audit', { params: { query: { subjectId: id, pageSize: 50 } } })),
  });

/** One or many at once; what failed is thrown after the rest was done, and the list is read anew in any case. */
export function useChangeTokens() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, change }: TokenChange) => forEach(ids, (id) => applyChange(id, change)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [TOKENS] }),
  });
}

export interface TokenChange {
  readonly ids: readonly string[];
  readonly change: { readonly active: boolean } | { readonly description: string } | 'delete';
}

function applyChange(id: string, change: TokenChange['change']): Promise<unknown> {
  const params = { path: { id } };
  if (change === 'delete') return answerOf(client.DELETE('/api/tokens/{id}', { params }));
  return answerOf(client.PATCH('/api/tokens/{id}', { params, body: change }));
}

async function forEach(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<void> {
  const results = await Promise.allSettled(ids.map(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
