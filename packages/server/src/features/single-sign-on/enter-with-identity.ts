import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { Records } from '../../store/store.ts';
import { requireAccountById, requireActiveAccount, requireEmail } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { accountSubject, type Change } from '../access/change.ts';
import { domainHolder } from '../access/login-facts.ts';
import { freeAccountName } from '../directory/free-names.ts';
import { byProvider } from '../sessions/apply-identity.ts';
import {
  type IdentityLink,
  keepFlow,
  type LoginProgress,
  newFlowSecret,
  type SingleSignOnFlow,
} from '../sessions/flow-state.ts';
import { advanceLogin, type LoginOutcome } from '../sessions/sign-in.ts';
import { type ConnectedOrganization, sealSecret } from './provider.ts';

/** What a round trip to the provider brought. */
export interface Arrival extends ConnectedOrganization {
  readonly proven: ProvenIdentity;
  readonly flow: SingleSignOnFlow;
  /** The cookie of the session that the browser has already. */
  readonly previous: Secret | undefined;
}

/** The person has an account here that is not connected yet: its password has to be typed once. */
export interface ConnectToAccount {
  readonly type: 'connect';
  readonly login: Secret;
}

const PROVEN = { entrance: 'browser', proofs: ['single-sign-on'], breakGlass: false } as const;

/**
 * Signs in the person whom the provider has proven, known by issuer and subject alone. The first time, it creates an
 * account, or connects one that exists; the e-mail address alone does not open that one (R26).
 * Errors: `forbidden`; `account-disabled`, because a provider never revives an account (attack 9).
 */
export async function enterWithIdentity(
  change: Change<Source>,
  arrival: Arrival,
): Promise<LoginOutcome | ConnectToAccount> {
  const { organization, proven, flow, previous } = arrival;
  const found = await accountOf(change, arrival);
  const link = linkOf(change.services, proven);
  const askedAt = flow.again ? proven.authenticatedAt : undefined;
  // What the provider says is applied once the account has proven all that it must, a second factor too.
  const progress = { ...PROVEN, organizationId: organization.id, askedAt, link };
  if ('connect' in found) return askForPassword(change, found.connect, progress);
  const account = requireActiveAccount(found.account);
  if (flow.isSameAccount && flow.accountId !== account.id) {
    throw forbidden('the identity provider knows you as another account than the one that is signed in here');
  }
  return advanceLogin(change, account, progress, previous);
}

type Found = { readonly account: Account } | { readonly connect: Account };

async function accountOf(change: Change<Source>, { organization, proven, flow }: Arrival): Promise<Found> {
  const { records } = change;
  const identity = await records.identities.bySubject(organization.id, proven.issuer, proven.subject);
  if (identity) return { account: await requireAccountById(records, identity.accountId) };
  const email = await requireOwnEmail(records, organization, proven.email);
  const existing = await records.accounts.byEmail(email);
  if (!existing) return { account: await createAccount(change, organization, email) };
  requireActiveAccount(existing);
  await requireUnconnected(records, organization, existing);
  // Both say more than the address: the browser is signed in to the account, or the organization's directory manages it.
  const isOwned = flow.accountId === existing.id || (await isProvisioned(records, organization, existing));
  return isOwned ? { account: existing } : { connect: existing };
}

/** A provider speaks for the domains that its organization has proven, and for no other. */
async function requireOwnEmail(
  records: Records,
  organization: Organization,
  said: string | undefined,
): Promise<string> {
  if (said === undefined) throw forbidden('the identity provider names no verified e-mail address for you');
  const email = requireEmail(said);
  if ((await domainHolder(records, email))?.id === organization.id) return email;
  throw forbidden('your e-mail address is in no domain that this organization has proven');
}

async function requireUnconnected({ identities }: Records, { id }: Organization, account: Account): Promise<void> {
  if (!(await identities.ofAccount(id, account.id))) return;
  throw forbidden(
    'the account with your e-mail address is connected to another person at the identity provider; an owner of the organization can disconnect it',
  );
}

async function isProvisioned({ scimUsers }: Records, { id }: Organization, account: Account): Promise<boolean> {
  const state = await scimUsers.ofAccount(account.id);
  return state?.organizationId === id && state.deletedAt === null && !account.isAdministrator;
}

/** An account without a password, for a person who comes from the provider for the first time. */
async function createAccount(change: Change<Source>, organization: Organization, email: string): Promise<Account> {
  const name = await freeAccountName(change.records, email);
  const isNew = { passwordHash: null, isAdministrator: false, disabledAt: null, hasSecondFactor: false } as const;
  const account = { id: change.newId(), name, email, ...isNew, createdAt: change.now };
  await change.records.accounts.insert(account);
  const facts = { email, isAdministrator: false };
  await byProvider(change, organization).audit('account.created', accountSubject(account), facts);
  return account;
}

async function askForPassword(
  change: Change<Source>,
  account: Account,
  data: LoginProgress,
): Promise<ConnectToAccount> {
  if (account.passwordHash === null) {
    throw forbidden('an account with your e-mail address exists, and has no password; ask an administrator');
  }
  const login = newFlowSecret(change.services);
  await keepFlow(change, 'connect', login, { accountId: account.id, data });
  return { type: 'connect', login };
}

function linkOf(services: Services, { issuer, subject, groups, refreshToken }: ProvenIdentity): IdentityLink {
  const sealedRefreshToken = refreshToken ? sealSecret(services, 'provider refresh token', refreshToken) : null;
  return { issuer, subject, groups: groups ?? null, sealedRefreshToken };
}

function forbidden(reason: string): DomainError {
  return new DomainError('forbidden', { reason });
}
