import type { Secret } from '@lanyard/core/secret';
import { afterFailure, RECHECK_RETRY_SECONDS } from '@lanyard/core/single-sign-on/recheck-failure';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { RecheckAnswer } from '../../identity/oidc.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Identity } from '../../store/records/single-sign-on/identities.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, subjectOf, transact } from '../access/change.ts';
import { endAccountAccess } from '../accounts/end-access.ts';
import { byProvider, replaceTeams } from '../sessions/apply-identity.ts';
import { whyProviderIsRefused } from '../sessions/provider-standing.ts';
import { type ConnectedOrganization, type OidcSettings, oidcConnection, openSecret, sealSecret } from './provider.ts';

/** The source of the server's own actions after a re-check. */
export const RECHECK_SOURCE: Source = { address: 'localhost', client: 'Lanyard, asking the identity provider again' };

/** An organization whose provider can be asked again. */
export interface AskedProvider extends ConnectedOrganization {
  readonly settings: OidcSettings;
}

interface Due extends AskedProvider {
  readonly identity: Identity;
}

export interface EndedPerson {
  readonly type: 'ended';
  /** The name of the account. */
  readonly account: string;
  readonly cause: string;
}

/** The provider did not confirm the person. */
export interface FailedPerson extends Due {
  readonly type: 'failed';
  readonly account: string;
  readonly cause: string;
  readonly isNetwork: boolean;
}

/** `skipped`: another node asks, or the provider does not speak for the account. */
export type PersonRecheck = { readonly type: 'confirmed' | 'skipped' } | EndedPerson | FailedPerson;

/** Asks the provider about one person. A failure decides nothing yet: see `settleFailure`. */
export async function recheckPerson(services: Services, due: Due): Promise<PersonRecheck> {
  const { identity } = due;
  const now = services.clock.now();
  const isOurs = await services.store.transaction(({ identities }) => identities.claimCheck(identity, now));
  if (!isOurs) return { type: 'skipped' };
  const claimed = { ...due, identity: { ...identity, checkedAt: now } };
  const account = await askableAccount(services, claimed);
  if (!account) return { type: 'skipped' };
  const answer = await ask(services, claimed);
  if (answer.type === 'failed') {
    const kept = await keepReplaced(services, claimed, answer.refreshToken);
    await postpone(services, kept);
    return { ...kept, type: 'failed', account: account.name, cause: answer.cause, isNetwork: answer.isNetwork };
  }
  if (answer.type === 'there' && isSamePerson(answer.identity, identity)) {
    await transact(services, RECHECK_SOURCE, (change) => keep(change, claimed, answer.identity));
    return { type: 'confirmed' };
  }
  const cause = answer.type === 'gone' ? answer.cause : 'the provider describes another person';
  await transact(services, RECHECK_SOURCE, (change) => endIdentity(change, claimed, cause));
  return { type: 'ended', account: account.name, cause };
}

/**
 * A provider that replaces refresh tokens takes the former one for stolen when it comes again, and then the person would
 * lose access, although only a later part of the check failed.
 */
async function keepReplaced(services: Services, due: Due, replaced: Secret | undefined): Promise<Due> {
  if (!replaced) return due;
  const sealedRefreshToken = sealSecret(services, 'provider refresh token', replaced);
  const isKept = await services.store.transaction(({ identities }) =>
    identities.replaceRefreshToken(due.identity, sealedRefreshToken),
  );
  return isKept ? { ...due, identity: { ...due.identity, sealedRefreshToken } } : due;
}

function isSamePerson(said: ProvenIdentity, { issuer, subject }: Identity): boolean {
  return said.issuer === issuer && said.subject === subject;
}

/** Adds a failure to the earlier ones. Returns true if the person's proof ended with it. */
export async function settleFailure(
  services: Services,
  failed: FailedPerson,
  doesProviderWork: boolean,
): Promise<boolean> {
  const { identity, cause } = failed;
  const now = services.clock.now();
  const said = { ...failed, doesProviderWork };
  const { failure, isOver } = afterFailure(identity.failure, said, now, services.providerGraceSeconds);
  await transact(services, RECHECK_SOURCE, async (change) => {
    if (isOver) await endIdentity(change, failed, cause);
    else await change.records.identities.setFailure(identity, failure);
  });
  return isOver;
}

/**
 * Undefined if the provider does not speak for the account. Then it is not asked, so that its answer cannot end
 * anything outside its domain. Sessions and command lines that came through it end (attack 42).
 */
async function askableAccount(services: Services, { organization, identity }: Due): Promise<Account | undefined> {
  const { read } = services.store;
  const account = await read.accounts.byId(identity.accountId);
  if (!account || account.disabledAt !== null) return undefined;
  const refusal = await whyProviderIsRefused(read, organization, account);
  if (!refusal) return account;
  await transact(services, RECHECK_SOURCE, async (change) => {
    const endedSessions = await change.records.sessions.deleteOfProvider(organization.id, account.id);
    if (endedSessions === 0) return;
    const subject = subjectOf('account', account, organization.name);
    await byProvider(change, organization).audit('identity.suspended', subject, { reason: refusal, endedSessions });
  });
  return undefined;
}

function ask(services: Services, { organization, settings, connection, identity }: Due): Promise<RecheckAnswer> {
  const provider = oidcConnection(services, organization, settings, connection.sealedSecret ?? '');
  const refreshToken = openSecret(services, 'provider refresh token', identity.sealedRefreshToken ?? '');
  return services.oidc.recheck(provider, refreshToken);
}

async function keep(
  change: Change<Source>,
  { organization, connection, identity }: Due,
  { refreshToken, groups }: ProvenIdentity,
): Promise<void> {
  const { records, services } = change;
  const sealedRefreshToken = refreshToken
    ? sealSecret(services, 'provider refresh token', refreshToken)
    : identity.sealedRefreshToken;
  // Changes that an owner made during the request count, including which groups belong to which teams.
  await records.organizations.lock(organization.id);
  const current = await records.singleSignOnConnections.ofOrganization(organization.id);
  const account = await stillTheirs(change, organization, identity);
  if (!account || !(await records.identities.setRefreshToken(identity, sealedRefreshToken))) return;
  if (current?.id !== connection.id) return;
  const { issuer, subject } = identity;
  const said = { issuer, subject, groups: groups ?? null, sealedRefreshToken };
  const link = { ...said, connectionId: connection.id, isNew: false };
  await replaceTeams(byProvider(change, organization), { organization, connection, link }, account);
}

/**
 * Undefined if, during the request, an owner unlinked the person or changed the provider or the domain. Also undefined
 * if the person signed in again, because the answer is then about an old refresh token.
 */
async function stillTheirs(
  { records }: Change<Source>,
  organization: Organization,
  identity: Identity,
): Promise<Account | undefined> {
  const account = await records.accounts.byId(identity.accountId);
  if (!account || (await whyProviderIsRefused(records, organization, account))) return undefined;
  const now = await records.identities.bySubject(organization.id, identity.issuer, identity.subject);
  const isSame = now?.accountId === account.id && now.sealedRefreshToken === identity.sealedRefreshToken;
  return isSame && now.voidedAt === null ? account : undefined;
}

/** Ends the sessions and command lines of the account here. From now on, its tokens do not reach the organization. */
async function endIdentity(change: Change<Source>, { organization, identity }: Due, cause: string): Promise<void> {
  const { records, now } = change;
  await records.organizations.lock(organization.id);
  await records.accounts.lock(identity.accountId);
  const account = await stillTheirs(change, organization, identity);
  if (!account || !(await records.identities.setRefreshToken(identity, null))) return;
  const before = await records.organizations.singleSignOn(organization.id, account.id);
  await records.organizations.setSingleSignOn(organization.id, account.id, {
    provenAt: before?.provenAt ?? null,
    endedAt: now,
  });
  const byOrganization = inNameOf(change, partyOf('organization', organization));
  const ended = await endAccountAccess(byOrganization, account, 'the identity provider ended the sign-in');
  const subject = subjectOf('account', account, organization.name);
  await byProvider(change, organization).audit('identity.ended', subject, { ...ended, cause });
}

/** Sets an earlier time, so that the person is due again soon. */
async function postpone(services: Services, { organization, identity }: Due): Promise<void> {
  const dueAgain = identity.checkedAt - (organization.policy.signOnRecheckSeconds - RECHECK_RETRY_SECONDS) * 1000;
  await services.store.transaction(({ identities }) => identities.claimCheck(identity, dueAgain));
}
