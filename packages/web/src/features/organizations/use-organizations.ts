import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';

/** All that is known of the organizations as a list begins with this key. */
export const ORGANIZATIONS = 'organizations';

export const organizationsQuery = queryOptions({
  queryKey: [ORGANIZATIONS],
  queryFn: () => answerOf(client.GET('/api/organizations')),
});

export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => answerOf(client.POST('/api/organizations', { body: { name } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [ORGANIZATIONS] }),
  });
}
