import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import type { Member } from '../../../api/types.ts';
import { keyOf, useOrganizationChange } from '../use-organization.ts';

export const PAGE_SIZE = 25;
const NAMED_AT_MOST = 100;

export const membersQuery = (organization: string, page: number, pageSize = PAGE_SIZE) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'members', page, pageSize],
    queryFn: () => {
      const params = { path: { organization }, query: { page, pageSize } };
      return answerOf(client.GET('/api/organizations/{organization}/members', { params }));
    },
    placeholderData: keepPreviousData,
  });

/** The names that are offered while typing. */
export const memberNamesQuery = (organization: string) => membersQuery(organization, 1, NAMED_AT_MOST);

interface MemberChange {
  readonly account: string;
  readonly role: Member['role'];
}

/** Adds a member, or changes the role of one. */
export function usePutMember(organization: string) {
  return useOrganizationChange(organization, ({ account, role }: MemberChange) => {
    const params = { path: { organization, account } };
    return answerOf(client.PUT('/api/organizations/{organization}/members/{account}', { params, body: { role } }));
  });
}

export function useRemoveMember(organization: string) {
  return useOrganizationChange(organization, (account: string) => removeMember(organization, account));
}

export function removeMember(organization: string, account: string): Promise<unknown> {
  const params = { path: { organization, account } };
  return answerOf(client.DELETE('/api/organizations/{organization}/members/{account}', { params }));
}
