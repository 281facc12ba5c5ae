import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Session } from '../../store/records/sessions.ts';

import type { AccountCaller, Source } from './caller.ts';
import { requireActiveAccount } from './require-active-account.ts';

export const SESSION_IDLE_SECONDS = 3600;
export const SESSION_ABSOLUTE_SECONDS = 86_400;
/** Last seen is written at most this often. */
const TOUCH_SECONDS = 60;

/** The account behind a session cookie. Errors: `unauthenticated`, `account-disabled`. */
export async function authenticateSession(services: Services, source: Source, secret: Secret): Promise<AccountCaller> {
  const found = await services.store.read.sessions.byDigest(services.digester.digest('session', secret));
  const { session, account } = requireAlive(services, found);
  await touch(services, session);
  return {
    type: 'account',
    account,
    credential: 'session',
    credentialId: session.id,
    authenticatedAt: session.authenticatedAt,
    ...source,
  };
}

export interface FoundSession {
  readonly session: Session;
  readonly account: Account;
}

/** Idle for 1 h, 24 h in all (R34). */
export function requireAlive(services: Services, found: FoundSession | undefined): FoundSession {
  if (!found || hasEnded(found.session, services.clock.now())) throw new DomainError('unauthenticated', {});
  requireActiveAccount(found.account);
  return found;
}

/** Whether or not its row is removed already. */
export function hasEnded({ lastSeenAt, createdAt, endsAt }: Session, now: number): boolean {
  if (endsAt !== null && now >= endsAt) return true;
  return now - lastSeenAt >= SESSION_IDLE_SECONDS * 1000 || now - createdAt >= SESSION_ABSOLUTE_SECONDS * 1000;
}

async function touch(services: Services, session: Session): Promise<void> {
  const now = services.clock.now();
  if (now - session.lastSeenAt < TOUCH_SECONDS * 1000) return;
  await services.store.transaction((records) => records.sessions.touch(session.id, now));
}
