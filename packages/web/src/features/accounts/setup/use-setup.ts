import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFault } from '../../../api/api-fault.ts';
import { answerOf, client } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/session.ts';
import type { Session } from '../../../api/types.ts';
import { organizationsQuery } from '../../organizations/use-organization.ts';
import { registryHostsQuery } from '../../registries/registries-query.ts';
import { tokensQuery } from '../../tokens/use-tokens.ts';

const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => answerOf(client.GET('/api/setup')),
});

const manualTokensQuery = tokensQuery({ origin: 'manual', pageSize: 1 });

export interface SetupFacts {
  readonly isOpen: boolean;
  readonly session: Session | undefined;
  readonly organizations: number;
  readonly manualTokens: number;
  /** Whether the address of a registry is known. */
  readonly hasRegistryHost: boolean;
}

interface SetupReading {
  /** Undefined until everything is loaded. */
  readonly facts: SetupFacts | undefined;
  readonly fault: unknown;
  refetch(): void;
}

/** What the server knows about the set-up. */
export function useSetup(): SetupReading {
  const setup = useQuery(setupQuery);
  const session = useQuery({ ...sessionQuery, refetchOnWindowFocus: false });
  const isSignedIn = session.data !== undefined;
  const isSignedOut = session.error instanceof ApiFault && session.error.status === 401;
  const organizations = useQuery({ ...organizationsQuery, enabled: isSignedIn });
  const tokens = useQuery({ ...manualTokensQuery, refetchInterval: false, enabled: isSignedIn });
  const hosts = useQuery({ ...registryHostsQuery, enabled: isSignedIn });
  const queries = [setup, session, organizations, tokens, hosts];
  const isKnown = setup.data && (isSignedOut || (organizations.data && tokens.data && hosts.data));
  return {
    facts: isKnown && {
      isOpen: setup.data.open,
      session: session.data,
      organizations: organizations.data?.organizations.length ?? 0,
      manualTokens: tokens.data?.total ?? 0,
      hasRegistryHost: hosts.data?.registries.some(({ host }) => host !== null) ?? false,
    },
    fault: queries.find(({ error }) => error && !(isSignedOut && error === session.error))?.error,
    refetch: () => queries.filter(({ error }) => error).forEach((query) => void query.refetch()),
  };
}

export interface NewAdministrator {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Creates the administrator and signs in as this account. */
export function useCompleteSetup() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAdministrator) => answerOf(client.POST('/api/setup', { body })),
    onSuccess: () => {
      // Another account can have been signed in before.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' });
      queryClient.setQueryData(setupQuery.queryKey, { open: false });
    },
  });
}

/** `closed` if the person has nothing to set up here. */
export type SetupStep = 'closed' | 'administrator' | 'organization' | 'registry' | 'token' | 'use';

export interface SetupState {
  /** Whether the server has a set-up code for the first administrator. */
  readonly isOpen: boolean;
  readonly isAdministrator: boolean;
  readonly organizations: number;
  readonly manualTokens: number;
  readonly isOrganizationSkipped: boolean;
  readonly hasRegistryHost: boolean;
  readonly isRegistrySkipped: boolean;
}

/** The step to continue with, also after a reload. */
export function setupStep(state: SetupState): SetupStep {
  if (state.isOpen) return 'administrator';
  if (!state.isAdministrator) return 'closed';
  if (state.manualTokens > 0) return 'use';
  if (state.organizations === 0 && !state.isOrganizationSkipped) return 'organization';
  return state.hasRegistryHost || state.isRegistrySkipped ? 'token' : 'registry';
}
