import { DomainError } from '@lanyard/core/domain-error';
import { FRESH_SIGN_IN_SECONDS, isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Session } from '../../store/records/sessions/sessions.ts';
import { hasEnded } from '../access/authenticate.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { organizationsAskingForFactor, requireSignedIn } from '../access/permissions.ts';
import { offerProviderSignOut, type ProviderSignOutOffer } from './offer-provider-sign-out.ts';

export interface ShownSession {
  readonly secondFactorRequiredBy: string | null;
  /** Milliseconds since the epoch. Null if creating a token needs another sign-in first. */
  readonly freshUntil: number | null;
}

/** Until when this sign-in is fresh, and which organization still requires a second factor. */
export async function showSession(services: Services, caller: AccountCaller): Promise<ShownSession> {
  const { records, now } = look(services, caller);
  const [organization = null] = await organizationsAskingForFactor(records, caller.account);
  const { authenticatedAt } = caller;
  const isFresh = authenticatedAt !== null && isFreshSignIn(authenticatedAt, now);
  const freshUntil = isFresh ? authenticatedAt + FRESH_SIGN_IN_SECONDS * 1000 : null;
  return { secondFactorRequiredBy: organization, freshUntil };
}

export interface ListedSession extends Session {
  /** The session of this request, or the one that its API token was made from. */
  readonly isCurrent: boolean;
}

/** The caller's active sessions, last seen first. Errors: `forbidden`. */
export async function listSessions(services: Services, caller: AccountCaller): Promise<readonly ListedSession[]> {
  requireSignedIn(caller);
  const { records, now } = look(services, caller);
  return (await records.sessions.ofAccount(caller.account.id))
    .filter((session) => !hasEnded(session, now))
    .map((session) => ({ ...session, isCurrent: session.id === caller.credentialId }));
}

/**
 * Ends one of the caller's sessions, with every API token that was made from it. Errors: `forbidden`, and `not-found`
 * for a session that has ended or belongs to another account (R25, attack 30).
 */
export async function endSession(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireSignedIn(caller);
  await transact(services, caller, async ({ records, audit }) => {
    const found = await records.sessions.byId(id);
    const isOwn = found?.session.accountId === caller.account.id;
    if (!isOwn || !(await records.sessions.delete(id))) throw new DomainError('not-found', { what: 'session' });
    await audit('session.ended', subjectOf('session', { id, name: found.session.client }, caller.account.name));
  });
}

/**
 * Ends the caller's own session, with every API token that was made from it. Returns an offer to end the session at the
 * identity provider too, if it goes on.
 */
export async function signOut(services: Services, caller: AccountCaller): Promise<ProviderSignOutOffer | undefined> {
  const id = caller.credentialId;
  return transact(services, caller, async (change) => {
    const { records, audit } = change;
    const found = await records.sessions.byId(id);
    await records.sessions.delete(id);
    await audit('session.ended', subjectOf('session', { id, name: caller.client }, caller.account.name));
    return found && offerProviderSignOut(change, found.session);
  });
}
