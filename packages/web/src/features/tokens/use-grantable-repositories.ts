import { useQueries } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { useMemberships } from './use-memberships.ts';

const NAMED_AT_MOST = 100;

/** What can be named in a grant: every namespace of the account as a pattern, and its repositories. */
export function useGrantableRepositories(): readonly string[] {
  const { name } = useSession();
  const namespaces = [name, ...useMemberships().map((organization) => organization.name)];
  const answers = useQueries({
    queries: namespaces.map((namespace) => ({
      queryKey: ['repositories', namespace, 'names'],
      queryFn: () =>
        answerOf(client.GET('/api/repositories', { params: { query: { namespace, pageSize: NAMED_AT_MOST } } })),
    })),
  });
  const names = answers.flatMap((answer) => answer.data?.repositories.map((repository) => repository.name) ?? []);
  return [...namespaces.map((namespace) => `${namespace}/*`), ...names];
}
