import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';

const ADDRESS = '/api/organizations/{organization}/scim-token';

export function useMakeScimToken(organization: string) {
  return useMutation({
    mutationFn: () => answerOf(client.POST(ADDRESS, { params: { path: { organization } } })),
  });
}

export function useRemoveScimToken(organization: string) {
  return useMutation({
    mutationFn: () => answerOf(client.DELETE(ADDRESS, { params: { path: { organization } } })),
  });
}
