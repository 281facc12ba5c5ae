import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from './client.ts';

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
