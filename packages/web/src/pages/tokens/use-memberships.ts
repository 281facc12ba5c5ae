import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { Membership } from '../../api/types.ts';

const membershipsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: () => answerOf(client.GET('/api/organizations')),
});

/** The organizations that the account belongs to; none until they are known. */
export function useMemberships(): readonly Membership[] {
  return useQuery(membershipsQuery).data?.organizations ?? [];
}
