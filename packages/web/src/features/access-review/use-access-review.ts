import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { ReviewQuery, Ruling } from '../../api/types.ts';

const ADDRESS = '/api/organizations/{organization}/access-review';

export const accessReviewKeyOf = (organization: string) => [SIGNED_IN, 'access-review', organization];

export function reviewQuery(organization: string, query: ReviewQuery) {
  return queryOptions({
    queryKey: [...accessReviewKeyOf(organization), query],
    queryFn: () => answerOf(client.GET(`${ADDRESS}/tokens`, { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function useRuling(organization: string) {
  const queryClient = useQueryClient();
  const params = { path: { organization } };
  return useMutation({
    mutationFn: (body: Ruling) => answerOf(client.POST(`${ADDRESS}/rulings`, { params, body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
  });
}

export const TRUSTED_PAGE_SIZE = 25;

export function trustedHoldersQuery(organization: string, page: number) {
  const query = { page, pageSize: TRUSTED_PAGE_SIZE };
  return queryOptions({
    queryKey: [...accessReviewKeyOf(organization), 'trusted', page],
    queryFn: () => answerOf(client.GET(`${ADDRESS}/trusted-holders`, { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function useEndTrust(organization: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (account: string) => {
      const params = { path: { organization, account } };
      return answerOf(client.DELETE(`${ADDRESS}/trusted-holders/{account}`, { params }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
  });
}

export const ENDED_PAGE_SIZE = 25;

export function endedBlocksQuery(organization: string, page: number) {
  const query = { page, pageSize: ENDED_PAGE_SIZE };
  return queryOptions({
    queryKey: [...accessReviewKeyOf(organization), 'ended', page],
    queryFn: () => answerOf(client.GET(`${ADDRESS}/ended-blocks`, { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });
}
