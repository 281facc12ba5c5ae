import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { EvidencePeriod } from './evidence-search.ts';

export const PAGE_SIZE = 25;

/** `before` is undefined for now. */
interface AskedMoment {
  readonly repository: string;
  readonly before: string | undefined;
  readonly page: number;
}

function momentOf({ repository, before, page }: AskedMoment) {
  return { repository, page, pageSize: PAGE_SIZE, ...(before !== undefined && { before }) };
}

const shared = { placeholderData: keepPreviousData, retry: false } as const;

export function accountsQuery(asked: AskedMoment) {
  const query = momentOf(asked);
  return queryOptions({
    queryKey: [SIGNED_IN, 'evidence', 'accounts', query],
    queryFn: () => answerOf(client.GET('/api/evidence/accounts', { params: { query } })),
    ...shared,
  });
}

export function tokensQuery(asked: AskedMoment) {
  const query = momentOf(asked);
  return queryOptions({
    queryKey: [SIGNED_IN, 'evidence', 'tokens', query],
    queryFn: () => answerOf(client.GET('/api/evidence/tokens', { params: { query } })),
    ...shared,
  });
}

export function usesQuery(period: EvidencePeriod, page: number) {
  const query = { ...period, page, pageSize: PAGE_SIZE };
  return queryOptions({
    queryKey: [SIGNED_IN, 'evidence', 'uses', query],
    queryFn: () => answerOf(client.GET('/api/evidence/uses', { params: { query } })),
    ...shared,
  });
}

export function decisionsQuery(period: EvidencePeriod, page: number) {
  const query = { ...period, page, pageSize: PAGE_SIZE };
  return queryOptions({
    queryKey: [SIGNED_IN, 'evidence', 'decisions', query],
    queryFn: () => answerOf(client.GET('/api/evidence/decisions', { params: { query } })),
    ...shared,
  });
}

const REPOSITORIES_OFFERED = 10;

/** For the field of the repository: those whose name holds what was typed. */
export function repositoriesQuery(namespace: string, typed: string) {
  const search = typed.startsWith(`${namespace}/`) ? typed.slice(namespace.length + 1) : typed;
  const query = { namespace, page: 1, pageSize: REPOSITORIES_OFFERED, ...(search !== '' && { search }) };
  return queryOptions({
    queryKey: [SIGNED_IN, 'evidence', 'repositories', query],
    queryFn: () => answerOf(client.GET('/api/repositories', { params: { query } })),
    placeholderData: keepPreviousData,
  });
}
