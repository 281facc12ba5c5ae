import { Secret } from '@lanyard/core/secret';
import type { Source } from '../ports/caller.ts';
import type { Account, Session } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { Records } from '../ports/store.ts';
import { auditEventBy } from './audit-event-of.ts';
import { requireActiveAccount } from './require-active-account.ts';

const SECRET_BYTES = 32;

export interface StartedSession {
  readonly session: Session;
  /** The cookie's value; a new one at every sign-in (R34). */
  readonly secret: Secret;
}

/** Starts a session of an account that has just proven itself, and records it in the same transaction. */
export async function startSession(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
): Promise<StartedSession> {
  requireActiveAccount(account);
  const secret = new Secret(Buffer.from(services.random.bytes(SECRET_BYTES)).toString('base64url'));
  const session = makeSession(services, source, account);
  await records.sessions.insert(session, services.digester.digest('session', secret));
  const actor = { type: 'account', id: account.id, name: account.name } as const;
  const subject = { type: 'session', id: session.id, name: source.client } as const;
  const details = { action: 'session.started', subject, namespace: account.name } as const;
  await records.audit.append(auditEventBy(services, actor, source, details));
  return { session, secret };
}

function makeSession(services: Services, source: Source, account: Account): Session {
  const now = services.clock.now();
  const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now };
  return { id: services.random.uuid(), accountId: account.id, ...times, ...source };
}
