import { useQueries, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import type { Membership } from '../../api/types.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { organizationsQuery } from '../organizations/use-organization.ts';
import { expiresAtOf } from './expiration.ts';
import { GenerateToken } from './token-form.tsx';
import { policyWarning } from './token-policy.ts';

const NAMED_AT_MOST = 100;

export function NewTokenPage() {
  const { name } = useSession();
  const memberships = useQuery(organizationsQuery).data?.organizations ?? [];
  const repositories = useGrantableRepositories(name, memberships);
  const now = Date.now();
  return (
    <GenerateToken
      Head={PageHead}
      lead="Use it instead of your password, for example with docker login. It can never do more than you can."
      loginName={name}
      list="/account/tokens"
      initial={{
        expiresAt: { choice: '30', date: '' },
        grants: { reach: 'all', patterns: [], actions: ['pull'] },
      }}
      repositories={repositories}
      rules={{ expirationWarning: (value) => policyWarning(memberships, expiresAtOf(value, now), now) }}
      create={(body) => answerOf(client.POST('/api/tokens', { body }))}
    />
  );
}

/** A pattern for every namespace of the account, and its repositories by name. */
function useGrantableRepositories(account: string, memberships: readonly Membership[]): readonly string[] {
  const namespaces = [account, ...memberships.map(({ name }) => name)];
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
