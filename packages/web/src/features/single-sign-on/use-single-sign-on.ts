import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';
import { keyOf, useOrganizationChange } from '../organizations/use-organization.ts';

const ADDRESS = '/api/organizations/{organization}/single-sign-on';

/** The body of a request that connects a provider. */
export type ConnectionInput = paths[typeof ADDRESS]['put']['requestBody']['content']['application/json'];

export const singleSignOnQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'single-sign-on'],
    queryFn: () => answerOf(client.GET(ADDRESS, { params: { path: { organization } } })),
  });

export function usePutConnection(organization: string) {
  return useOrganizationChange(organization, (body: ConnectionInput) =>
    answerOf(client.PUT(ADDRESS, { params: { path: { organization } }, body })),
  );
}

export function useRemoveConnection(organization: string) {
  return useOrganizationChange(organization, () =>
    answerOf(client.DELETE(ADDRESS, { params: { path: { organization } } })),
  );
}

/** The next sign-in at the provider connects the account again. */
export function useDisconnectMember(organization: string) {
  return useOrganizationChange(organization, (account: string) => {
    const params = { path: { organization, account } };
    return answerOf(client.DELETE(`${ADDRESS}/members/{account}`, { params }));
  });
}

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
