import { keepPreviousData, queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import type { Member, Organization } from '../../api/types.ts';

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

export const MEMBERS_PAGE_SIZE = 25;
const NAMED_AT_MOST = 100;

interface ShownMembers {
  readonly page?: number;
  readonly pageSize?: number;
  /** Only members who have not accepted stricter rules; for owners. */
  readonly notAccepted?: boolean;
  /** A part of the name. */
  readonly search?: string;
}

export const membersQuery = (
  organization: string,
  { page = 1, pageSize = MEMBERS_PAGE_SIZE, notAccepted = false, search = '' }: ShownMembers,
) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'members', page, pageSize, notAccepted, search],
    queryFn: () => {
      const filter = { notAccepted: notAccepted ? 'true' : 'false', ...(search !== '' && { search }) } as const;
      const query = { page, pageSize, ...filter };
      return answerOf(
        client.GET('/api/organizations/{organization}/members', { params: { path: { organization }, query } }),
      );
    },
    placeholderData: keepPreviousData,
  });

/** The names that are offered while typing. */
export const memberNamesQuery = (organization: string) => membersQuery(organization, { pageSize: NAMED_AT_MOST });

interface MemberChange {
  readonly account: string;
  readonly role: Member['role'];
}

/** Changes the role of a member. */
export function useChangeRole(organization: string) {
  return useOrganizationChange(organization, ({ account, role }: MemberChange) => {
    const params = { path: { organization, account } };
    return answerOf(client.PUT('/api/organizations/{organization}/members/{account}', { params, body: { role } }));
  });
}

export function useRemoveMember(organization: string) {
  return useOrganizationChange(organization, ({ account, endTokens }: { account: string; endTokens: boolean }) =>
    removeMember(organization, account, endTokens),
  );
}

export function removeMember(organization: string, account: string, endTokens = false): Promise<unknown> {
  const params = { path: { organization, account }, query: { endTokens: endTokens ? 'true' : 'false' } } as const;
  return answerOf(client.DELETE('/api/organizations/{organization}/members/{account}', { params }));
}

export const teamsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'teams'],
    queryFn: () =>
      answerOf(client.GET('/api/organizations/{organization}/teams', { params: { path: { organization } } })),
  });

export const teamQuery = (organization: string, team: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'team', team],
    queryFn: () => {
      const params = { path: { organization, team } };
      return answerOf(client.GET('/api/organizations/{organization}/teams/{team}', { params }));
    },
  });

export function useCreateTeam(organization: string) {
  return useOrganizationChange(organization, (name: string) => {
    const params = { path: { organization } };
    return answerOf(client.POST('/api/organizations/{organization}/teams', { params, body: { name } }));
  });
}

export function useDeleteTeam(organization: string) {
  return useOrganizationChange(organization, (team: string) => {
    const params = { path: { organization, team } };
    return answerOf(client.DELETE('/api/organizations/{organization}/teams/{team}', { params }));
  });
}

interface TeamMember {
  readonly team: string;
  readonly account: string;
}

export function useAddTeamMember(organization: string) {
  return useOrganizationChange(organization, (member: TeamMember) => {
    const params = { path: { organization, ...member } };
    return answerOf(client.PUT('/api/organizations/{organization}/teams/{team}/members/{account}', { params }));
  });
}

export function useRemoveTeamMember(organization: string) {
  return useOrganizationChange(organization, (member: TeamMember) => {
    const params = { path: { organization, ...member } };
    return answerOf(client.DELETE('/api/organizations/{organization}/teams/{team}/members/{account}', { params }));
  });
}
