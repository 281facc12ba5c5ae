import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiFault } from '../../api/api-fault.ts';
import { answerOf, client } from '../../api/client.ts';
import type { OpenedInvitation, WaitingInvitation } from '../../api/types.ts';
import { ORGANIZATIONS } from '../organizations/use-organization.ts';

/** The invitations that wait for the account that is signed in. */
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: () => answerOf(client.GET('/api/invitations')),
  staleTime: 60_000,
});

const LINK = 'invitation-of-link';

/** The invitation of a link. The code is a secret, so it is in no address. */
export const openedQuery = (code: string) =>
  queryOptions({
    queryKey: [LINK, code],
    queryFn: () => answerOf(client.POST('/api/invitations/open', { body: { code } })),
    enabled: code !== '',
    refetchOnWindowFocus: false,
  });

/**
 * An answer to an invitation. Everything is read again, also after a fault, because the invitation can be gone or have
 * new rules. By then the answered invitation has left the page, so `onAnswered` is called before.
 */
function useAnswer<Input, Answer>(answer: (input: Input) => Promise<Answer>, onAnswered: (answer: Answer) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: answer,
    onSuccess: onAnswered,
    onSettled: (_, fault) => {
      // If a link was used, its page shows the next step, not that the link was used.
      const keys = fault === null ? [invitationsQuery.queryKey, [ORGANIZATIONS]] : [invitationsQuery.queryKey, [LINK]];
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}

/** For the account that is signed in, with the rules that the page showed. */
export function useAcceptInvitation(onAccepted: () => void) {
  return useAnswer(({ id, terms }: Pick<WaitingInvitation, 'id' | 'terms'>) => {
    if (terms === null) throw new Error('an invitation to the server is accepted with a new account');
    return answerOf(client.POST('/api/invitations/{id}/accept', { params: { path: { id } }, body: { terms } }));
  }, onAccepted);
}

export function useDeclineInvitation(onDeclined: () => void) {
  return useAnswer(
    (id: string) => answerOf(client.POST('/api/invitations/{id}/decline', { params: { path: { id } } })),
    onDeclined,
  );
}

/** For a person with a link who is not signed in. */
export function useDeclineByLink(onDeclined: () => void) {
  return useAnswer((code: string) => answerOf(client.POST('/api/invitations/decline', { body: { code } })), onDeclined);
}

interface NewAccount {
  readonly code: string;
  readonly name: string;
  readonly password: string;
  readonly terms: OpenedInvitation['terms'];
}

/** Creates the account and signs in with it. `onJoined` gets false if the person must sign in separately. */
export function useJoin(onJoined: (isSignedIn: boolean) => void) {
  return useAnswer(async ({ terms, ...account }: NewAccount) => {
    const body = { ...account, ...(terms && { terms }) };
    const { name: identifier } = await answerOf(client.POST('/api/invitations/join', { body }));
    const { password } = account;
    const { response } = await client
      .POST('/api/session', { body: { identifier, password, breakGlass: false } })
      .catch(() => ({ response: undefined }));
    return response?.status === 200;
  }, onJoined);
}

export function haveRulesChanged(fault: unknown): boolean {
  return fault instanceof ApiFault && fault.code === 'terms-changed';
}
