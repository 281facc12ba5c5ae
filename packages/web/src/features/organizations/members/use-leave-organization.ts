import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { keyOf } from '../use-organization.ts';
import { ORGANIZATIONS } from '../use-organizations.ts';
import { removeMember } from './use-members.ts';

/** Away from its pages first: for whoever left, they are not there any more. */
export function useLeaveOrganization(organization: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (account: string) => removeMember(organization, account),
    onSuccess: async () => {
      await navigate({ to: '/organizations' });
      queryClient.removeQueries({ queryKey: keyOf(organization) });
      await queryClient.invalidateQueries({ queryKey: [ORGANIZATIONS] });
    },
  });
}
