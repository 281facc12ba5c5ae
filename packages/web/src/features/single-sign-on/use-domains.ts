import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { keyOf, useOrganizationChange } from '../organizations/use-organization.ts';

export const domainsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'domains'],
    queryFn: () =>
      answerOf(client.GET('/api/organizations/{organization}/domains', { params: { path: { organization } } })),
  });

export function useAddDomain(organization: string) {
  return useOrganizationChange(organization, (name: string) => {
    const params = { path: { organization } };
    return answerOf(client.POST('/api/organizations/{organization}/domains', { params, body: { name } }));
  });
}

export function useVerifyDomain(organization: string) {
  return useOrganizationChange(organization, (name: string) => {
    const params = { path: { organization, name } };
    return answerOf(client.POST('/api/organizations/{organization}/domains/{name}/verify', { params }));
  });
}

export function useRemoveDomain(organization: string) {
  return useOrganizationChange(organization, (name: string) => {
    const params = { path: { organization, name } };
    return answerOf(client.DELETE('/api/organizations/{organization}/domains/{name}', { params }));
  });
}
