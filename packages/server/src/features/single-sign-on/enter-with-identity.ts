import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { needsOwnFactor } from '@lanyard/core/sessions/login-flow';
import { speaksFor } from '@lanyard/core/single-sign-on/trust-root';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Records } from '../../store/store.ts';
import { requireAccountById, requireActiveAccount, requireEmail } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { accountSubject, type Change } from '../access/change.ts';
import { ADMINISTRATOR_NEEDS_FACTOR, domainHolder } from '../access/login-facts.ts';
import { isMemberElsewhere, isSomebodysOwn } from '../directory/brought-accounts.ts';
import { freeAccountName } from '../directory/free-names.ts';
import { byProvider } from '../sessions/apply-identity.ts';
import type { IdentityLink, LoginProgress, SingleSignOnFlow } from '../sessions/flow-state.ts';
import { PROVIDER_REFUSALS, whyProviderIsRefused } from '../sessions/provider-standing.ts';
import { advanceLogin, type LoginOutcome } from '../sessions/sign-in.ts';
import { askForProof, type ConnectToAccount } from './connect-account.ts';
import { type ConnectedOrganization, noProvider, sealSecret, trustRootOf } from './provider.ts';

/** The result of a round trip to the provider. */
export interface Arrival extends ConnectedOrganization {
  readonly proven: ProvenIdentity;
  readonly flow: SingleSignOnFlow;
  /** The cookie of the session that the browser already has. */
  readonly previous: Secret | undefined;
}

/** The provider knows the person, but cannot open the account. The account's log has an event about it. */
export interface Refused {
  readonly type: 'refused';
  readonly reason: string;
}

const PROVEN = { entrance: 'browser', proofs: ['single-sign-on'], breakGlass: false } as const;

/**
 * Signs in the person whom the provider has proven. Only the issuer and the subject identify the person. The first
 * time, it creates an account or links an existing one. The e-mail address alone does not open an existing account
 * (R26). Each time, it checks whether the provider still speaks for the account (attacks 42 and 43). Errors:
 * `forbidden`, `assertion-refused`, and `account-disabled`, because a provider never enables an account (attack 9).
 */
export async function enterWithIdentity(
  change: Change<Source>,
  arrival: Arrival,
): Promise<LoginOutcome | ConnectToAccount | Refused> {
  const { organization, proven, flow, previous } = arrival;
  // Locked, so that an owner cannot change the provider between the checks and their results.
  await change.records.organizations.lock(organization.id);
  await requireSameConnection(change, arrival);
  const found = await accountOf(change, arrival);
  const account = requireActiveAccount(found.account);
  const refusal = await whyRefused(change.records, organization, account);
  if (refusal) return refuse(change, organization, account, refusal);
  if (flow.isSameAccount && flow.accountId !== account.id) {
    throw forbidden('the identity provider knows you as another account than the one that is signed in here');
  }
  const askedAt = flow.again ? proven.authenticatedAt : undefined;
  // The provider's statement is applied once the account has given all proofs, including a second factor.
  const link = linkOf(change.services, arrival, found.isNew);
  const { issuer, session } = proven;
  const providerSession = session && { ...session, issuer };
  const progress: LoginProgress = { ...PROVEN, organizationId: organization.id, askedAt, link, providerSession };
  const proof = found.isOpen ? 'none' : await proofOf(change.records, organization, account);
  return proof === 'none'
    ? advanceLogin(change, account, progress, previous)
    : askForProof(change, account, { proof, progress });
}

async function requireSameConnection(
  { records }: Change<Source>,
  { organization, connection }: Arrival,
): Promise<void> {
  const now = await records.singleSignOnConnections.ofOrganization(organization.id);
  // As for an arrival that begins after the end of the connection.
  if (!now) throw noProvider();
  if (now.id !== connection.id) throw new DomainError('assertion-refused', {}, 'the connection was changed meanwhile');
}

interface Found {
  readonly account: Account;
  /** The account was not linked before, or the link is void. The next steps make a new link. */
  readonly isNew: boolean;
  /** No further proof is needed to link it. */
  readonly isOpen: boolean;
}

async function accountOf(change: Change<Source>, arrival: Arrival): Promise<Found> {
  const { records, now } = change;
  const { organization, connection, proven, flow } = arrival;
  const identity = await records.identities.bySubject(organization.id, proven.issuer, proven.subject);
  if (identity) {
    const account = await requireAccountById(records, identity.accountId);
    const isGood =
      identity.voidedAt === null && speaksFor(trustRootOf(connection.settings), identity, proven.signedBy, now);
    return { account, isNew: !isGood, isOpen: isGood };
  }
  const email = await requireOwnEmail(records, organization, proven.email);
  const existing = await records.accounts.byEmail(email);
  if (!existing) return { account: await createAccount(change, organization, email), isNew: true, isOpen: true };
  const former = await records.identities.ofAccount(organization.id, existing.id);
  if (former?.voidedAt === null) throw connectedToAnother();
  // Both prove more than the address does: the browser is signed in to the account, or the organization's directory
  // created it.
  const isOpen =
    !former && (flow.accountId === existing.id || (await isMadeByDirectory(records, organization, existing)));
  return { account: existing, isNew: true, isOpen };
}

/** A provider speaks only for the domains that its organization has proven. */
async function requireOwnEmail(
  records: Records,
  organization: Organization,
  said: string | undefined,
): Promise<string> {
  if (said === undefined) throw forbidden('the identity provider names no verified e-mail address for you');
  const email = requireEmail(said);
  if ((await domainHolder(records, email))?.id === organization.id) return email;
  throw forbidden(PROVIDER_REFUSALS['domain-lost']);
}

function connectedToAnother(): DomainError {
  return forbidden(
    'the account with your e-mail address is connected to another person at the identity provider; an owner of the organization can disconnect it',
  );
}

/** Also, nobody has used the account yet, and the directory did not take it over, delete it or create it again. */
async function isMadeByDirectory(records: Records, { id }: Organization, account: Account): Promise<boolean> {
  const user = await records.scimUsers.ofAccount(account.id);
  const isOurs = user?.organizationId === id && user.deletedAt === null && user.createdAt === account.createdAt;
  return isOurs && !account.isAdministrator && !(await isSomebodysOwn(records, account, id));
}

async function whyRefused(records: Records, organization: Organization, account: Account): Promise<string | undefined> {
  const refusal = await whyProviderIsRefused(records, organization, account);
  if (refusal) return PROVIDER_REFUSALS[refusal];
  return needsOwnFactor(account) ? ADMINISTRATOR_NEEDS_FACTOR : undefined;
}

async function refuse(
  change: Change<Source>,
  organization: Organization,
  account: Account,
  reason: string,
): Promise<Refused> {
  const facts = { proof: 'single-sign-on', organization: organization.name };
  await byProvider(change, organization).audit('session.refused', accountSubject(account), facts);
  return { type: 'refused', reason };
}

/** Creates an account without a password, for a person who comes from the provider for the first time. */
async function createAccount(change: Change<Source>, organization: Organization, email: string): Promise<Account> {
  const name = await freeAccountName(change.records, email);
  const isNew = { passwordHash: null, isAdministrator: false, disabledAt: null, hasSecondFactor: false } as const;
  const account = { id: change.newId(), name, email, ...isNew, createdAt: change.now };
  await change.records.accounts.insert(account);
  const facts = { email, isAdministrator: false };
  await byProvider(change, organization).audit('account.created', accountSubject(account), facts);
  return account;
}

/**
 * How the account proves that it belongs to the person: by its password, or by its second factor, which the sign-in
 * needs in any case. An account with neither gets a mail, but only if it belongs to this organization alone, because
 * otherwise its address may now belong to somebody else.
 */
async function proofOf(
  records: Records,
  organization: Organization,
  account: Account,
): Promise<'none' | 'password' | 'mail'> {
  if (account.passwordHash !== null) return 'password';
  if (account.hasSecondFactor) return 'none';
  const wasConnected = await records.identities.ofAccount(organization.id, account.id);
  const isMember = (await records.organizations.role(organization.id, account.id)) !== undefined;
  const isOurs = isMember && !(await isMemberElsewhere(records, account, organization.id));
  if (!account.isAdministrator && (wasConnected || isOurs)) return 'mail';
  throw forbidden('an account with your e-mail address exists, and has no password; ask an administrator');
}

function linkOf(services: Services, { proven, connection }: Arrival, isNew: boolean): IdentityLink {
  const { issuer, subject, groups, refreshToken } = proven;
  const sealedRefreshToken = refreshToken ? sealSecret(services, 'provider refresh token', refreshToken) : null;
  return { issuer, subject, groups: groups ?? null, sealedRefreshToken, connectionId: connection.id, isNew };
}

function forbidden(reason: string): DomainError {
  return new DomainError('forbidden', { reason });
}
