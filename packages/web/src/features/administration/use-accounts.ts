import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';

/** The first part of the keys of all queries about the accounts of the server. */
const ACCOUNTS = 'accounts';

export type AccountQuery = NonNullable<paths['/api/accounts']['get']['parameters']['query']>;

export const accountsQuery = (query: AccountQuery) =>
  queryOptions({
    queryKey: [ACCOUNTS, 'list', query],
    queryFn: () => answerOf(client.GET('/api/accounts', { params: { query } })),
    placeholderData: keepPreviousData,
  });

export const accountQuery = (name: string) =>
  queryOptions({
    queryKey: [ACCOUNTS, 'one', name],
    queryFn: () => answerOf(client.GET('/api/accounts/{name}', { params: { path: { name } } })),
  });

/** Everything that an administrator can change about another account. */
export type AccountChange =
  | { readonly type: 'disable' | 'enable' | 'promote' | 'demote' | 'end-sessions' | 'delete' }
  | { readonly type: 'email'; readonly email: string };

export function useChangeAccount(name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: AccountChange): Promise<unknown> => send(name, change),
    onSuccess: async (_answer, { type }) => {
      if (type === 'delete') queryClient.removeQueries({ queryKey: [ACCOUNTS, 'one', name] });
      await queryClient.invalidateQueries({ queryKey: [ACCOUNTS] });
    },
  });
}

function send(name: string, change: AccountChange): Promise<unknown> {
  const params = { path: { name } };
  switch (change.type) {
    case 'disable':
    case 'enable':
      return answerOf(client.PATCH('/api/accounts/{name}', { params, body: { active: change.type === 'enable' } }));
    case 'promote':
    case 'demote': {
      const body = { isAdministrator: change.type === 'promote' };
      return answerOf(client.PUT('/api/accounts/{name}/administrator', { params, body }));
    }
    case 'email':
      return answerOf(client.PUT('/api/accounts/{name}/email', { params, body: { email: change.email } }));
    case 'end-sessions':
      return answerOf(client.POST('/api/accounts/{name}/end-sessions', { params }));
    case 'delete':
      return answerOf(client.DELETE('/api/accounts/{name}', { params }));
  }
}
