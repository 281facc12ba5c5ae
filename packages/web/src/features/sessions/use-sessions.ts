import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';

/** All that is known of where the account is signed in begins with this key. */
const PLACES = 'places';

export const sessionsQuery = queryOptions({
  queryKey: [PLACES, 'sessions'],
  queryFn: () => answerOf(client.GET('/api/sessions')),
  refetchInterval: 30_000,
});

export const signInsQuery = queryOptions({
  queryKey: [PLACES, 'sign-ins'],
  queryFn: () => answerOf(client.GET('/api/sign-ins')),
  refetchInterval: 30_000,
});

export function useEndSession() {
  return useEnding((id: string) => answerOf(client.DELETE('/api/sessions/{id}', { params: { path: { id } } })));
}

/** Its auto-generated token goes with it. */
export function useEndSignIn() {
  return useEnding((id: string) => answerOf(client.DELETE('/api/sign-ins/{id}', { params: { path: { id } } })));
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export function useChangePassword() {
  return useEnding((body: PasswordChange) => answerOf(client.PUT('/api/account/password', { body })));
}

/** What ended is read anew, also where somebody else was faster. */
function useEnding<Variables>(mutationFn: (variables: Variables) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: [PLACES] });
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
}
