import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import type { Organization } from '../../api/types.ts';

/** All that is known of one organization begins with this key. */
export const keyOf = (organization: string) => ['organization', organization] as const;

export const organizationQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'itself'],
    queryFn: () => answerOf(client.GET('/api/organizations/{organization}', { params: { path: { organization } } })),
  });

/** The organization of the address, with the reader's own role; known already where a tab is shown. */
export function useOrganization(): Organization & { readonly isOwner: boolean } {
  const name = useParams({ from: '/shell/organizations/$organization', select: (params) => params.organization });
  const { data } = useSuspenseQuery(organizationQuery(name));
  return { ...data, isOwner: data.role === 'owner' };
}

/** Does something in the organization, after which all that is shown of it is read anew. */
export function useOrganizationChange<Input, Answer>(organization: string, change: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      const keys = [keyOf(organization), [ORGANIZATIONS], ['repositories', organization]];
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}

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
