import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import { keyOf, useOrganizationChange } from '../use-organization.ts';

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
