import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answerOf, client } from './client.ts';
import type { Session } from './types.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answerOf(client.GET('/api/session')),
  staleTime: 60_000,
});

/** Who is signed in; pages behind the shell always have one. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}
