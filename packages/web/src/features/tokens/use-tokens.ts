import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';
import type { Grant, Token } from '../../api/types.ts';
import { STOPS } from '../lifetimes/use-lifetimes.ts';

export type TokenQuery = NonNullable<paths['/api/tokens']['get']['parameters']['query']>;

/** The first part of the keys of all queries about tokens. */
const TOKENS = 'tokens';
/** How many requests run at the same time when many tokens change: browsers open six connections to a server. */
const AT_ONCE = 6;

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

export const holdsQuery = (id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'holds', id],
    queryFn: () => answerOf(client.GET('/api/tokens/{id}/holds', { params: { path: { id } } })),
  });

export const organizationTokensQuery = (organization: string, query: TokenQuery) =>
  queryOptions({
    queryKey: [TOKENS, 'list-of', organization, query],
    queryFn: () =>
      answerOf(client.GET('/api/organizations/{organization}/tokens', { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });

export const organizationTokenQuery = (organization: string, id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'one-of', organization, id],
    queryFn: () =>
      answerOf(client.GET('/api/organizations/{organization}/tokens/{id}', { params: { path: { organization, id } } })),
  });

/** It depends on the grants, so it is read again when they change. */
export const narrowerGrantsQuery = (organization: string | undefined, { id, grants }: Pick<Token, 'id' | 'grants'>) =>
  queryOptions({
    queryKey: [TOKENS, 'narrower', id, grants],
    queryFn: () =>
      organization === undefined
        ? answerOf(client.GET('/api/tokens/{id}/narrower-grants', { params: { path: { id } } }))
        : answerOf(
            client.GET('/api/organizations/{organization}/tokens/{id}/narrower-grants', {
              params: { path: { organization, id } },
            }),
          ),
  });

export const usageQuery = (organization: string | undefined, id: string, page: number) =>
  queryOptions({
    queryKey: [TOKENS, 'usage', id, page],
    queryFn: () => {
      const query = { page, pageSize: 10 };
      return organization === undefined
        ? answerOf(client.GET('/api/tokens/{id}/usage', { params: { path: { id }, query } }))
        : answerOf(
            client.GET('/api/organizations/{organization}/tokens/{id}/usage', {
              params: { path: { organization, id }, query },
            }),
          );
    },
    placeholderData: keepPreviousData,
  });

export const usageByDayQuery = (organization: string | undefined, id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'usage-by-day', id],
    queryFn: () => {
      const query = { days: 30 };
      return organization === undefined
        ? answerOf(client.GET('/api/tokens/{id}/usage-summary', { params: { path: { id }, query } }))
        : answerOf(
            client.GET('/api/organizations/{organization}/tokens/{id}/usage-summary', {
              params: { path: { organization, id }, query },
            }),
          );
    },
  });

export const eventsQuery = (organization: string | undefined, id: string) =>
  queryOptions({
    queryKey: [TOKENS, 'events', id],
    queryFn: () => {
      const namespace = organization === undefined ? {} : { namespace: organization };
      return answerOf(client.GET('/api/audit', { params: { query: { ...namespace, subjectId: id, pageSize: 50 } } }));
    },
  });

/** Changes one or more tokens. A fault is thrown after all were tried. The lists are read again in any case. */
export function useChangeTokens() {
  const queryClient = useQueryClient();
  const organization = useTokenOwner();
  return useMutation({
    mutationFn: ({ ids, change }: TokenChange) => forEach(ids, (id) => applyChange(organization, id, change)),
    onSettled: (_answers, _fault, { change }) =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: [TOKENS], ...(change === 'delete' && { predicate: isOfList }) }),
        // A token that is activated can stop soon, and its holder must see that at once.
        queryClient.invalidateQueries({ queryKey: STOPS }),
      ]),
  });
}

/** Not the query of a single token: after a deletion, its page would report a missing token before it closes. */
function isOfList({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return ['list', 'list-of', 'auto'].includes(String(queryKey[1]));
}

/** Fields that are missing do not change. */
export interface TokenEdit {
  readonly description?: string;
  readonly grants?: Grant[];
  /** Must be earlier than the current expiry. */
  readonly expiresAt?: string;
}

export interface TokenChange {
  readonly ids: readonly string[];
  readonly change: { readonly active: boolean } | TokenEdit | 'delete';
}

function applyChange(organization: string | undefined, id: string, change: TokenChange['change']): Promise<unknown> {
  if (organization !== undefined) return applyOrganizationChange(organization, id, change);
  const params = { path: { id } };
  if (change === 'delete') return answerOf(client.DELETE('/api/tokens/{id}', { params }));
  return answerOf(client.PATCH('/api/tokens/{id}', { params, body: change }));
}

function applyOrganizationChange(organization: string, id: string, change: TokenChange['change']): Promise<unknown> {
  const path = '/api/organizations/{organization}/tokens/{id}';
  const params = { path: { organization, id } };
  if (change === 'delete') return answerOf(client.DELETE(path, { params }));
  return answerOf(client.PATCH(path, { params, body: change }));
}

async function forEach(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const results = await Promise.allSettled(ids.slice(start, start + AT_ONCE).map(work));
    for (const result of results) if (result.status === 'rejected') faults.push(result.reason);
  }
  if (faults.length > 0) throw faults[0];
}

/** The organization whose tokens are shown below. Undefined for the account's own tokens. */
const TokenOwnerContext = createContext<string | undefined>(undefined);

export const TokensOfOrganization = TokenOwnerContext.Provider;

/** The organization whose tokens are shown here. Undefined for the account's own tokens. */
export function useTokenOwner(): string | undefined {
  return useContext(TokenOwnerContext);
}
