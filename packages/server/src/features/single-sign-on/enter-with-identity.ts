import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { ProvenIdentity } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Records } from '../../store/store.ts';
import { requireAccountById, requireActiveAccount, requireEmail } from '../access/accounts.ts';
import type { Source } from '../access/caller.ts';
import { changeOf } from '../access/change.ts';
import { domainHolder } from '../access/login-facts.ts';
import { applyIdentity } from '../sessions/apply-identity.ts';
import { type IdentityLink, keepFlow, newFlowSecret, type SingleSignOnFlow } from '../sessions/flow-state.ts';
import { advanceLogin, type LoginOutcome } from '../sessions/sign-in.ts';

import { createSignOnAccount } from './create-sign-on-account.ts';
import { sealRefreshToken } from './refresh-token-seal.ts';
import type { SignOn } from './sign-on-event.ts';
import type { ConnectedOrganization } from './sso-connection.ts';

/** The person has an account here that nobody has connected yet: its password has to be typed once. */
export interface ConnectToAccount {
  readonly type: 'connect';
  readonly login: Secret;
}

/**
 * Signs in whoever the provider has proven: by issuer and subject alone. At the first time an account is made, or one
 * that exists is connected in a way that its e-mail address alone does not open (R26). Errors: `forbidden`,
 * `account-disabled` - a provider never revives an account (attack 9).
 */
export function enterWithIdentity(
  services: Services,
  source: Source,
  { organization, connection }: ConnectedOrganization,
  proven: ProvenIdentity,
  flow: SingleSignOnFlow,
  previous: Secret | undefined,
): Promise<LoginOutcome | ConnectToAccount> {
  const link = linkOf(services, proven);
  return services.store.transaction(async (records) => {
    const signOn = { services, records, source, organization, connection, link };
    const found = await accountOf(signOn, proven, flow);
    const askedAt = flow.again ? proven.authenticatedAt : undefined;
    if ('connect' in found) return askForPassword(signOn, found.connect, askedAt);
    const account = requireActiveAccount(found.account);
    if (flow.isSameAccount && flow.accountId !== account.id) throw forbidden(OTHER_ACCOUNT);
    await applyIdentity(changeOf(services, records, source), signOn, account);
    const progress = { ...PROVEN, organizationId: organization.id, askedAt };
    return advanceLogin(changeOf(services, records, source), account, progress, previous);
  });
}

const PROVEN = { entrance: 'browser', proofs: ['single-sign-on'], breakGlass: false } as const;

type Found = { readonly account: Account } | { readonly connect: Account };

async function accountOf(signOn: SignOn, { email }: ProvenIdentity, flow: SingleSignOnFlow): Promise<Found> {
  const { records, organization, link } = signOn;
  const identity = await records.identities.bySubject(organization.id, link.issuer, link.subject);
  if (identity) return { account: await requireAccountById(records, identity.accountId) };
  const own = await requireOwnEmail(records, organization.id, email);
  const existing = await records.accounts.byEmail(own);
  if (!existing) return { account: await createSignOnAccount(signOn, own) };
  requireActiveAccount(existing);
  await requireUnconnected(records, organization.id, existing);
  const isManaged = await isProvisioned(records, organization.id, existing);
  // Signed in to it, or managed by the organization's own directory: more than an address says.
  return isManaged || flow.accountId === existing.id ? { account: existing } : { connect: existing };
}

/** A provider speaks for the domains that its organization has proven, and for no other. */
async function requireOwnEmail(records: Records, organizationId: string, said: string | undefined): Promise<string> {
  if (said === undefined) throw forbidden('the identity provider names no verified e-mail address for you');
  const email = requireEmail(said);
  if ((await domainHolder(records, email))?.id === organizationId) return email;
  throw forbidden('your e-mail address is in no domain that this organization has proven');
}

async function requireUnconnected({ identities }: Records, organizationId: string, account: Account): Promise<void> {
  if (!(await identities.ofAccount(organizationId, account.id))) return;
  throw forbidden(
    'the account with your e-mail address is connected to another person at the identity provider; an owner of the organization can disconnect it',
  );
}

async function isProvisioned({ scimUsers }: Records, organizationId: string, account: Account): Promise<boolean> {
  const state = await scimUsers.ofAccount(account.id);
  return state?.organizationId === organizationId && state.deletedAt === null && !account.isAdministrator;
}

async function askForPassword(
  { services, records, organization, link }: SignOn,
  account: Account,
  askedAt: number | undefined,
) {
  if (account.passwordHash === null) {
    throw forbidden('an account with your e-mail address exists, and has no password; ask an administrator');
  }
  const login = newFlowSecret(services);
  const data = { ...PROVEN, organizationId: organization.id, link, askedAt };
  await keepFlow(changeOf(services, records, { address: '', client: '' }), 'connect', login, {
    accountId: account.id,
    data,
  });
  return { type: 'connect', login } as const;
}

function linkOf(services: Services, { issuer, subject, groups, refreshToken }: ProvenIdentity): IdentityLink {
  const sealedRefreshToken = refreshToken ? sealRefreshToken(services, refreshToken) : null;
  return { issuer, subject, groups: groups ?? null, sealedRefreshToken };
}

const OTHER_ACCOUNT = 'the identity provider knows you as another account than the one that is signed in here';

function forbidden(reason: string): DomainError {
  return new DomainError('forbidden', { reason });
}
