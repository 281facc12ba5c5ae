import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
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

export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    const offer = await answerOf(client.DELETE('/api/session')).catch(() => undefined);
    // The session at the identity provider goes on. The server's page offers to end it.
    if (offer) return window.location.assign(`/sso/${offer.organization}/signed-out`);
    // Before the data goes: the page that is left would ask for it again, and show that nobody is signed in.
    await navigate({ to: '/sign-in' });
    queryClient.clear();
  };
}

/** The first part of the keys of all queries about sessions and command lines. */
export const SIGNED_IN = 'signed-in';

/** A mutation that ends sessions or command lines. Their lists are read again, also after a fault. */
export function useEnding<Variables>(mutationFn: (variables: Variables) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: [SIGNED_IN] });
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
}
