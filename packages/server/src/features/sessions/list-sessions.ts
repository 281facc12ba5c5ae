import type { Services } from '../../services.ts';
import type { Session } from '../../store/records/sessions.ts';

import { hasEnded } from '../access/authenticate-session.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/require-own-sign-in.ts';

export interface ListedSession extends Session {
  /** The one that asks, or that the asking API token hangs on. */
  readonly isCurrent: boolean;
}

/** The caller's live sessions, last seen first. Errors: `forbidden`. */
export async function listSessions(services: Services, caller: AccountCaller): Promise<readonly ListedSession[]> {
  requireOwnSignIn(caller);
  const sessions = await services.store.read.sessions.ofAccount(caller.account.id);
  const now = services.clock.now();
  return sessions
    .filter((session) => !hasEnded(session, now))
    .map((session) => ({ ...session, isCurrent: session.id === caller.credentialId }));
}
