import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answerOf, client } from './client.ts';
import type { Session } from './types.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answerOf(client.GET('/api/session')),
  staleTime: 60_000,
});

/** The account that is signed in; the pages inside the shell always have one. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** The first part of the keys of all queries about sessions and command lines. */
export const SIGNED_IN = 'signed-in';
