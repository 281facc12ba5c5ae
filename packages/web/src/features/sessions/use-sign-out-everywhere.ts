import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import { describeEnded } from './describe-ended.ts';

/** Leaves for the sign-in: this session is over too. */
export function useSignOutEverywhere() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => answerOf(client.POST('/api/account/sign-out-everywhere')),
    onSuccess: async (ended) => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
      notifications.show({ message: describeEnded(ended) });
    },
  });
}
