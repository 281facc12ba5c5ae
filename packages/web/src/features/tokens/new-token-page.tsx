import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import type { Membership } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { organizationsQuery } from '../organizations/use-organization.ts';
import { expiresAtOf } from './expiration.ts';
import { initialToken } from './initial-token.ts';
import { GenerateToken, type InitialToken } from './token-form.tsx';
import { organizationNotes } from './token-policy.ts';
import { tokenQuery } from './use-tokens.ts';

const NAMED_AT_MOST = 100;
const STANDARD: InitialToken = {
  expiresAt: { choice: '30', date: '' },
  grants: { reach: 'all', patterns: [], actions: ['pull'] },
};

const route = getRouteApi('/shell/account/tokens/new');

export function NewTokenPage() {
  const { name, isAdministrator } = useSession();
  const memberships = useQuery(organizationsQuery).data?.organizations ?? [];
  const repositories = useGrantableRepositories(name, memberships);
  const now = Date.now();
  const search = route.useSearch();
  const source = useQuery({ ...tokenQuery(search.from ?? ''), enabled: search.from !== undefined });
  const initial = initialToken(search, source, STANDARD);
  if (!initial) return <QueryStatus query={source} name="the token" height={400} />;
  return (
    <GenerateToken
      Head={PageHead}
      lead="Use it instead of your password, for example with docker login. It can never do more than you can."
      loginName={name}
      list="/account/tokens"
      initial={initial}
      repositories={repositories}
      rules={{ notes: (choice, value) => organizationNotes(memberships, choice, expiresAtOf(value, now), now) }}
      withCatalog={isAdministrator}
      create={(token, grants) => answerOf(client.POST('/api/tokens', { body: { ...token, grants } }))}
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
