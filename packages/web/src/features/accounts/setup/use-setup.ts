import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFault } from '../../../api/api-fault.ts';
import { answerOf, client } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/session.ts';
import type { NewToken, RepositoryGrant, Session } from '../../../api/types.ts';
import { organizationsQuery } from '../../organizations/use-organization.ts';
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
}

interface SetupReading {
  /** Undefined until all of it is known. */
  readonly facts: SetupFacts | undefined;
  readonly fault: unknown;
  refetch(): void;
}

/** What the server knows of the set-up so far. */
export function useSetup(): SetupReading {
  const setup = useQuery(setupQuery);
  const session = useQuery({ ...sessionQuery, refetchOnWindowFocus: false });
  const isSignedIn = session.data !== undefined;
  const isKnownStranger = session.error instanceof ApiFault && session.error.status === 401;
  const organizations = useQuery({ ...organizationsQuery, enabled: isSignedIn });
  const tokens = useQuery({ ...manualTokensQuery, refetchInterval: false, enabled: isSignedIn });
  const queries = [setup, session, organizations, tokens];
  const isKnown = setup.data && (isKnownStranger || (organizations.data && tokens.data));
  return {
    facts: isKnown && {
      isOpen: setup.data.open,
      session: session.data,
      organizations: organizations.data?.organizations.length ?? 0,
      manualTokens: tokens.data?.total ?? 0,
    },
    fault: queries.find(({ error }) => error && !(isKnownStranger && error === session.error))?.error,
    refetch: () => queries.filter(({ error }) => error).forEach((query) => void query.refetch()),
  };
}

export interface NewAdministrator {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Makes the administrator, who is signed in from then on. */
export function useCompleteSetup() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAdministrator) => answerOf(client.POST('/api/setup', { body })),
    onSuccess: () => {
      // Whoever was signed in before is not any more.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' });
      queryClient.setQueryData(setupQuery.queryKey, { open: false });
    },
  });
}

/** `onMade` is handed the secret before the page goes on: it is shown once. */
export function useFirstToken(onMade: (made: NewToken) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      readonly description: string;
      readonly expiresAt: string | null;
      readonly grants: RepositoryGrant[];
    }) => answerOf(client.POST('/api/tokens', { body })),
    onSuccess: (made) => {
      onMade(made);
      return queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
}

/** `closed` for whoever has nothing to set up here. */
export type SetupStep = 'closed' | 'administrator' | 'organization' | 'token' | 'use';

export interface SetupState {
  /** Whether a set-up code waits for the first administrator. */
  readonly isOpen: boolean;
  readonly isAdministrator: boolean;
  readonly organizations: number;
  readonly manualTokens: number;
  readonly isOrganizationSkipped: boolean;
}

/** Where to go on, also after a reload: the server knows what was done. */
export function setupStep(state: SetupState): SetupStep {
  if (state.isOpen) return 'administrator';
  if (!state.isAdministrator) return 'closed';
  if (state.manualTokens > 0) return 'use';
  return state.organizations > 0 || state.isOrganizationSkipped ? 'token' : 'organization';
}
