import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import type { Membership } from '../../api/types.ts';
import { ADMINISTRATION_PAGES } from '../../features/administration/administration-pages.ts';
import { organizationPages } from '../../features/organizations/organization-pages.ts';
import { memberNamesQuery, membersQuery, organizationsQuery } from '../../features/organizations/use-organization.ts';
import { repositoriesQuery, repositoryNamesQuery } from '../../features/repositories/use-repositories.ts';
import { PLACES } from '../places.tsx';
import { type Destination, matching } from './match.ts';

const DELAY_MILLISECONDS = 150;
const FOUND_AT_MOST = 6;
/** The names of only this many organizations are loaded. */
const ORGANIZATIONS_AT_MOST = 10;

/** Everything that matches the text and that the account may see. It all comes from the lists of the pages. */
export function useDestinations(text: string): readonly Destination[] {
  const memberships = useQuery(organizationsQuery).data?.organizations ?? [];
  const pages = usePages(memberships);
  const tokens = useTokens(text);
  const repositories = useRepositories(memberships, text);
  const people = usePeople(memberships, text);
  if (text.trim() === '') return pages.slice(0, PLACES.length + 1);
  return matching([...pages, ...tokens, ...repositories, ...people], text);
}

function usePages(memberships: readonly Membership[]): readonly Destination[] {
  const { isAdministrator } = useSession();
  const group = 'Pages';
  return [
    ...PLACES.map(({ to, label }) => ({ group, label, href: to }) as const),
    { group, label: 'Generate new token', href: '/account/tokens/new' },
    ...memberships.flatMap(({ name, role }) =>
      organizationPages(role === 'owner').map(
        ({ to, label }) => ({ group, label, detail: name, href: to.replace('$organization', name) }) as const,
      ),
    ),
    ...(isAdministrator ? ADMINISTRATION_PAGES : []).map(
      ({ to, label }) => ({ group, label, detail: 'Administration', href: to }) as const,
    ),
  ];
}

function useTokens(text: string): readonly Destination[] {
  const [search] = useDebouncedValue(text.trim(), DELAY_MILLISECONDS);
  const { data } = useQuery({
    queryKey: ['tokens', 'palette', search],
    queryFn: () => answerOf(client.GET('/api/tokens', { params: { query: { search, pageSize: FOUND_AT_MOST } } })),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const tokens = search === '' ? [] : (data?.tokens ?? []);
  return tokens.map(({ id, description }) => ({
    group: 'Access tokens',
    label: description,
    href: `/account/tokens/${id}`,
  }));
}

/** Only repositories of organizations have a page. The server searches if not all names were loaded. */
function useRepositories(memberships: readonly Membership[], text: string): readonly Destination[] {
  const shown = memberships.slice(0, ORGANIZATIONS_AT_MOST);
  const loaded = useQueries({ queries: shown.map(({ name }) => repositoryNamesQuery(name)) });
  const [search] = useDebouncedValue(lastPart(text), DELAY_MILLISECONDS);
  const searched = useQueries({
    queries: shown.map(({ name }, place) => ({
      ...repositoriesQuery(name, { search, pageSize: FOUND_AT_MOST }),
      enabled: search !== '' && isCutOff(loaded[place]?.data?.repositories, loaded[place]?.data?.total),
    })),
  });
  return shown.flatMap((organization, place) => {
    const found = [...(loaded[place]?.data?.repositories ?? []), ...(searched[place]?.data?.repositories ?? [])];
    return [...new Set(found.map(({ name }) => name))].map((name) => ({
      group: 'Repositories',
      label: name,
      href: `/organizations/${organization.name}/repositories?repository=${encodeURIComponent(name)}`,
    }));
  });
}

function isCutOff(loaded: readonly unknown[] | undefined, total = 0): boolean {
  return loaded !== undefined && loaded.length < total;
}

/** The part of the text that the server looks for in names: what follows the namespace. */
function lastPart(text: string): string {
  return text.trim().split('/').at(-1) ?? '';
}

/** Members of the account's organizations. For administrators, also all accounts. */
function usePeople(memberships: readonly Membership[], text: string): readonly Destination[] {
  const { isAdministrator } = useSession();
  const shown = memberships.slice(0, ORGANIZATIONS_AT_MOST);
  const loaded = useQueries({ queries: shown.map(({ name }) => memberNamesQuery(name)) });
  const [search] = useDebouncedValue(text.trim(), DELAY_MILLISECONDS);
  const searched = useQueries({
    queries: shown.map(({ name }, place) => ({
      ...membersQuery(name, { search, pageSize: FOUND_AT_MOST }),
      enabled: search !== '' && isCutOff(loaded[place]?.data?.members, loaded[place]?.data?.total),
    })),
  });
  const members = shown.flatMap((organization, place) => {
    const found = [...(loaded[place]?.data?.members ?? []), ...(searched[place]?.data?.members ?? [])];
    return [...new Set(found.map(({ account }) => account))].map((account) => ({
      group: 'People' as const,
      label: account,
      detail: `member of ${organization.name}`,
      href: `/organizations/${organization.name}/members`,
    }));
  });
  const { data } = useQuery({
    queryKey: ['accounts', 'palette', search],
    queryFn: () => answerOf(client.GET('/api/accounts', { params: { query: { search, pageSize: FOUND_AT_MOST } } })),
    enabled: isAdministrator && search !== '',
    placeholderData: keepPreviousData,
  });
  const accounts = (data?.accounts ?? []).map(({ name }) => ({
    group: 'People' as const,
    label: name,
    detail: 'account',
    href: `/administration/accounts/${name}`,
  }));
  return [...members, ...accounts];
}
