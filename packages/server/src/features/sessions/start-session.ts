import type { Secret } from '@lanyard/core/secret';
import type { Proof } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Session } from '../../store/records/sessions.ts';

import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import { hasEnded } from '../access/authenticate-session.ts';
import type { Source } from '../access/caller.ts';
import { lockActiveAccount } from '../access/lock-active-account.ts';
import { signOnEnd } from '../single-sign-on/sign-on-end.ts';
import { newFlowSecret } from './flow-state.ts';

export interface StartedSession {
  readonly session: Session;
  /** The cookie's value; a new one at every sign-in (R34). */
  readonly secret: Secret;
}

/** How the account was proven. */
export interface ProvenBy {
  readonly proofs: readonly Proof[];
  /** The organization through whose provider it was. */
  readonly organizationId: string | null;
  /** The organization whose single sign-on was passed by, for an emergency. */
  readonly around?: string | null;
  /** Of the session that the browser has already. */
  readonly previous?: Secret | undefined;
  /** When a provider asked the person again, as it says. */
  readonly askedAt?: number | undefined;
}

/** Starts a session of an account that has just proven itself, and records it in the same transaction. */
export async function startSession(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
  by: ProvenBy,
): Promise<StartedSession> {
  await lockActiveAccount(records, account.id);
  const secret = newFlowSecret(services);
  const digest = services.digester.digest('session', secret);
  const before = await previousSession(services, records, account, by.previous);
  const session = await makeSession(services, records, source, account, by, before);
  await (before ? records.sessions.renew(session, digest) : records.sessions.insert(session, digest));
  await recordStart(services, records, source, account, session, by);
  return { session, secret };
}

/** The one that goes on: device logins that it opened stay its own (attack 15). */
async function previousSession(
  { digester, clock }: Services,
  { sessions }: Records,
  account: Account,
  previous: Secret | undefined,
): Promise<Session | undefined> {
  const found = previous && (await sessions.byDigest(digester.digest('session', previous)));
  if (!found || found.session.accountId !== account.id || hasEnded(found.session, clock.now())) return undefined;
  return found.session;
}

async function makeSession(
  services: Services,
  records: Records,
  { address, client }: Source,
  account: Account,
  { organizationId, askedAt }: ProvenBy,
  before: Session | undefined,
): Promise<Session> {
  const now = services.clock.now();
  return {
    id: before?.id ?? services.random.uuid(),
    accountId: account.id,
    createdAt: now,
    authenticatedAt: Math.min(now, askedAt ?? now),
    lastSeenAt: now,
    address,
    client,
    endsAt: organizationId === null ? null : await signOnEnd(services, records, organizationId, account),
    organizationId,
  };
}

async function recordStart(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
  { id }: Session,
  { proofs, around = null }: ProvenBy,
): Promise<void> {
  const actor = { type: 'account', id: account.id, name: account.name } as const;
  const subject = { type: 'session', id, name: source.client } as const;
  const started = { action: 'session.started', subject, namespace: account.name, data: { proofs } } as const;
  await records.audit.append(auditEventBy(services, actor, source, started));
  if (around === null) return;
  const brokeGlass = { action: 'sso-connection.bypassed', subject, namespace: around, data: { proofs } } as const;
  await records.audit.append(auditEventBy(services, actor, source, brokeGlass));
}
