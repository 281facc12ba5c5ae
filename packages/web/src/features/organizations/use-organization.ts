import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import type { Organization } from '../../api/types.ts';

/** The first part of the keys of all queries about one organization. */
export const keyOf = (organization: string) => ['organization', organization] as const;

export const organizationQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'itself'],
    queryFn: () => answerOf(client.GET('/api/organizations/{organization}', { params: { path: { organization } } })),
  });

/** The organization of the address. It is loaded before any of its tabs is shown. */
export function useOrganization(): Organization & { readonly isOwner: boolean } {
  const name = useParams({ from: '/shell/organizations/$organization', select: (params) => params.organization });
  const { data } = useSuspenseQuery(organizationQuery(name));
  return { ...data, isOwner: data.role === 'owner' };
}

/** A change in the organization. Everything that is shown about it is read again afterwards. */
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

/** The first part of the key of the list of organizations. */
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
