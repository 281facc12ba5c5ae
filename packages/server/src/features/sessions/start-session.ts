import type { Secret } from '@lanyard/core/secret';
import type { Entrance, Proof } from '@lanyard/core/sessions/login-flow';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Session, SessionAtProvider } from '../../store/records/sessions/sessions.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import { hasEnded } from '../access/authenticate.ts';
import { type Asker, type Change, inNameOf, partyOf, subjectOf } from '../access/change.ts';
import { rememberSource } from '../access/known-sources.ts';
import { newFlowSecret } from './flow-state.ts';

export interface StartedSession {
  readonly session: Session;
  /** The value of the cookie. Each sign-in has a new one (R34). */
  readonly secret: Secret;
  /** The value of the cookie by which the account recognizes the browser. Undefined for a program. */
  readonly device: Secret | undefined;
}

/** How the account was proven. */
export interface ProvenBy {
  readonly proofs: readonly Proof[];
  /** The organization whose provider proved it. */
  readonly organizationId: string | null;
  /** Default: a browser. */
  readonly entrance?: Entrance;
  /** The organization whose single sign-on was bypassed in an emergency. */
  readonly around?: string | null;
  /** The cookie of the session that the browser already has. */
  readonly previous?: Secret | undefined;
  /** When the provider says that it last asked the person. */
  readonly askedAt?: number | undefined;
  /** The session at the provider. */
  readonly providerSession?: SessionAtProvider | undefined;
}

/** Starts a session for an account that has just authenticated. Errors: `account-disabled`. */
export async function startSession(change: Change<Asker>, account: Account, by: ProvenBy): Promise<StartedSession> {
  const { records, services } = change;
  await lockActiveAccount(records, account.id);
  const secret = newFlowSecret(services);
  const digest = services.digester.digest('session', secret);
  const before = await previousSession(change, account, by.previous);
  const session = await makeSession(change, account, by, before);
  await (before ? records.sessions.renew(session, digest) : records.sessions.insert(session, digest));
  await recordStart(change, account, session, by);
  const device = by.entrance === 'hub' ? undefined : (change.caller.device ?? newFlowSecret(services));
  await rememberSource(change, account, device);
  return { session, secret, device };
}

/** The session that continues. Device logins that it opened still belong to it (attack 15). */
async function previousSession(
  { records, services, now }: Change<Asker>,
  account: Account,
  previous: Secret | undefined,
): Promise<Session | undefined> {
  const found = previous && (await records.sessions.byDigest(services.digester.digest('session', previous)));
  if (!found || found.session.accountId !== account.id || hasEnded(found.session, now)) return undefined;
  return found.session;
}

async function makeSession(
  change: Change<Asker>,
  account: Account,
  { organizationId, askedAt, providerSession }: ProvenBy,
  before: Session | undefined,
): Promise<Session> {
  const { now, caller } = change;
  return {
    id: before?.id ?? change.newId(),
    accountId: account.id,
    createdAt: now,
    authenticatedAt: Math.min(now, askedAt ?? now),
    lastSeenAt: now,
    address: caller.address,
    client: caller.client,
    endsAt: organizationId === null ? null : await endAtProvider(change, organizationId, account),
    organizationId,
    providerSession: providerSession ?? null,
  };
}

/**
 * When a session from an organization's provider ends by itself. Some providers have no refresh tokens (as with SAML),
 * and cannot be asked again. Then the session ends after the organization's re-check time (R26). Null if the provider
 * can be asked.
 */
async function endAtProvider(
  { records, now }: Change<Asker>,
  organizationId: string,
  account: Account,
): Promise<number | null> {
  const identity = await records.identities.ofAccount(organizationId, account.id);
  const organization = await records.organizations.byId(organizationId);
  if (!organization || (identity && identity.sealedRefreshToken !== null)) return null;
  return now + organization.policy.signOnRecheckSeconds * 1000;
}

async function recordStart(
  change: Change<Asker>,
  account: Account,
  { id }: Session,
  { proofs, around = null }: ProvenBy,
): Promise<void> {
  const { audit } = inNameOf(change, partyOf('account', account));
  const session = { id, name: change.caller.client };
  await audit('session.started', subjectOf('session', session, account.name), { proofs });
  if (around === null) return;
  await audit('sso-connection.bypassed', subjectOf('session', session, around), { proofs });
  const { records, caller, notify } = change;
  const organization = await records.organizations.byName(around);
  const owners = organization ? await records.organizations.owners(organization.id) : [];
  const facts = { organization: around, account: account.name, address: caller.address };
  await notify('single-sign-on-bypassed', { accounts: owners.map((owner) => owner.id) }, facts);
}
