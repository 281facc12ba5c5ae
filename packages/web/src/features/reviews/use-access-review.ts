import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { ReviewQuery, Ruling } from '../../api/types.ts';

const ADDRESS = '/api/organizations/{organization}/access-review';

const keyOf = (organization: string) => [SIGNED_IN, 'access-review', organization];

export function reviewQuery(organization: string, query: ReviewQuery) {
  return queryOptions({
    queryKey: [...keyOf(organization), query],
    queryFn: () => answerOf(client.GET(`${ADDRESS}/tokens`, { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function useRuling(organization: string) {
  const queryClient = useQueryClient();
  const params = { path: { organization } };
  return useMutation({
    mutationFn: (body: Ruling) => answerOf(client.POST(`${ADDRESS}/rulings`, { params, body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(organization) }),
  });
}
