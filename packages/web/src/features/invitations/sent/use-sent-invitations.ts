import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import type { Membership } from '../../../api/types.ts';
import { keyOf } from '../../organizations/use-organization.ts';

/** The name of an organization, or null for the server. */
export type InvitedTo = string | null;

const OF_SERVER = ['server', 'invitations'] as const;
const keyOfInvitations = (to: InvitedTo) => (to === null ? OF_SERVER : [...keyOf(to), 'invitations']);
const pathOf = (organization: string) => ({ path: { organization } });

export const sentInvitationsQuery = (to: InvitedTo) =>
  queryOptions({
    queryKey: keyOfInvitations(to),
    queryFn: () =>
      answerOf(
        to === null
          ? client.GET('/api/server/invitations')
          : client.GET('/api/organizations/{organization}/invitations', { params: pathOf(to) }),
      ),
  });

function useInvitationChange<Input, Answer>(to: InvitedTo, change: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOfInvitations(to) }),
  });
}

interface Invited {
  /** The name of an account or an e-mail address. */
  readonly invited: string;
  readonly role: Membership['role'];
}

export function useInvite(to: InvitedTo) {
  return useInvitationChange(to, ({ invited, role }: Invited) => {
    if (to === null) return answerOf(client.POST('/api/server/invitations', { body: { email: invited } }));
    const body = invited.includes('@') ? { email: invited, role } : { account: invited, role };
    return answerOf(client.POST('/api/organizations/{organization}/invitations', { params: pathOf(to), body }));
  });
}

export function useResendInvitation(to: InvitedTo) {
  return useInvitationChange(to, (id: string) => {
    if (to === null) {
      return answerOf(client.POST('/api/server/invitations/{id}/resend', { params: { path: { id } } }));
    }
    const params = { path: { organization: to, id } };
    return answerOf(client.POST('/api/organizations/{organization}/invitations/{id}/resend', { params }));
  });
}

export function useWithdrawInvitation(to: InvitedTo) {
  return useInvitationChange(to, async (id: string) => {
    if (to === null) {
      await answerOf(client.DELETE('/api/server/invitations/{id}', { params: { path: { id } } }));
      return;
    }
    const params = { path: { organization: to, id } };
    await answerOf(client.DELETE('/api/organizations/{organization}/invitations/{id}', { params }));
  });
}
