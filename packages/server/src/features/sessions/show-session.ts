import { FRESH_SIGN_IN_SECONDS, isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { organizationsAskingForFactor } from '../access/require-second-factor.ts';

export interface ShownSession {
  readonly secondFactorRequiredBy: string | null;
  /** Milliseconds since the epoch; null where it needs another sign-in before tokens are made. */
  readonly freshUntil: number | null;
}

/** What the account may do with this credential, and what it is asked for. */
export async function showSession({ store, clock }: Services, caller: AccountCaller): Promise<ShownSession> {
  const [organization = null] = await organizationsAskingForFactor(store.read, caller.account);
  const { authenticatedAt } = caller;
  const isFresh = authenticatedAt !== null && isFreshSignIn(authenticatedAt, clock.now());
  const freshUntil = isFresh ? authenticatedAt + FRESH_SIGN_IN_SECONDS * 1000 : null;
  return { secondFactorRequiredBy: organization, freshUntil };
}
