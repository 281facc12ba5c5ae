import { DomainError } from '@lanyard/core/domain-error';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import type { Account } from '../../store/records/accounts.ts';
import type { Membership } from '../../store/records/organizations.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';
import type { Reads } from '../../store/store.ts';
import { lockActiveAccount } from './accounts.ts';
import type { AccountCaller, Caller } from './caller.ts';
import type { Change, Look } from './change.ts';

/** Every permission in one place: who may, with what credential, and how fresh a sign-in. */

type Asked<Part extends keyof Look> = Pick<Look, Part>;
interface OfOrganization {
  readonly records: Pick<Reads, 'organizations'>;
  readonly caller: Caller;
}

// With what credential

/**
 * Accounts that signed in themselves govern people, organizations and rights. An access token's grants are about
 * repositories at a registry: it opens nothing here, not even to read (R24). Errors: `forbidden`.
 */
export function requireOwnSignIn(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', { reason: 'an access token cannot be used for this; sign in with the password' });
}

/** A token cannot create, change or read tokens, however it got here (R24, attack 21). Errors: `forbidden`. */
export function requireMayManageTokens(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', {
    reason: 'an access token cannot manage access tokens; sign in with the password',
  });
}

// How fresh

/** An unattended session creates no tokens and changes no factors or keys (R34). Errors: `fresh-sign-in-required`. */
export function requireFreshSignIn({ caller, now }: Asked<'caller' | 'now'>): void {
  if (caller.type === 'operator') return;
  if (caller.authenticatedAt !== null && isFreshSignIn(caller.authenticatedAt, now)) return;
  throw new DomainError('fresh-sign-in-required', {});
}

// Who

/** What concerns the whole server is for its administrators and its operator. Errors: `forbidden`. */
export function requireAdministrator(caller: Caller): void {
  requireOwnSignIn(caller);
  if (caller.type === 'operator' || caller.account.isAdministrator) return;
  throw new DomainError('forbidden', { reason: 'only an administrator may do this' });
}

/**
 * The organization and the caller's role in it. An organization that the caller does not belong to looks like a missing
 * one (R25). The operator counts as an owner everywhere. Errors: `not-found`, `forbidden` to access tokens.
 */
export async function requireMembership({ records, caller }: OfOrganization, name: string): Promise<Membership> {
  requireOwnSignIn(caller);
  const organization = await records.organizations.byName(name);
  if (!organization) throw missing('organization');
  if (caller.type === 'operator') return { organization, role: 'owner' };
  const role = await records.organizations.role(organization.id, caller.account.id);
  if (!role) throw missing('organization');
  return { organization, role };
}

/** Errors: `not-found` to strangers, `forbidden` to members. */
export async function requireOwnership(asked: OfOrganization, name: string): Promise<Membership> {
  const membership = await requireMembership(asked, name);
  if (membership.role === 'owner') return membership;
  throw new DomainError('forbidden', { reason: 'only an owner of the organization may do this' });
}

/** Who reads a namespace's events: the account itself, or an owner of the organization. Errors: as for an owner. */
export async function requireAuditReader(
  asked: OfOrganization & { readonly caller: AccountCaller },
  namespace: string,
): Promise<void> {
  requireOwnSignIn(asked.caller);
  if (namespace !== asked.caller.account.name) await requireOwnership(asked, namespace);
}

/** Whose tokens are meant: those of an account, or of the organization of this name. */
export type WhoseTokens = { readonly account: Account } | { readonly organization: string };

/** The owner of tokens; its name is the namespace in whose log their events are read. */
export interface ManagedOwner extends Pick<TokenOwner, 'type' | 'id' | 'name'> {
  /** Null for an account: what binds its tokens depends on where they are used. */
  readonly policy: OrganizationPolicy | null;
}

/**
 * The owner whose tokens the caller may manage: itself, or an organization that it owns; the operator any.
 * Errors: `forbidden` to access tokens and to members, `not-found` to strangers (R25).
 */
export async function requireTokenOwner(asked: OfOrganization, whose: WhoseTokens): Promise<ManagedOwner> {
  const { caller } = asked;
  requireMayManageTokens(caller);
  if ('organization' in whose) {
    const { id, name, policy } = (await requireOwnership(asked, whose.organization)).organization;
    return { type: 'organization', id, name, policy };
  }
  const { id, name } = whose.account;
  if (caller.type === 'operator' || caller.account.id === id) return { type: 'account', id, name, policy: null };
  throw missing('account');
}

// What the account itself must have

/** The organizations that require a second factor of this account, which has none. */
export async function organizationsAskingForFactor(
  { organizations }: Pick<Reads, 'organizations'>,
  account: Account,
): Promise<readonly string[]> {
  if (account.hasSecondFactor) return [];
  const memberships = await organizations.ofAccount(account.id);
  return memberships.filter((one) => one.organization.policy.requireSecondFactor).map((one) => one.organization.name);
}

/** Without the factor, an account gets no new token and approves no command line. Errors: `second-factor-required`. */
export async function requireSecondFactor(records: Pick<Reads, 'organizations'>, account: Account): Promise<void> {
  const [organization] = await organizationsAskingForFactor(records, account);
  if (organization !== undefined) throw new DomainError('second-factor-required', { organization });
}

/**
 * Checked wherever an access token is created or gets more rights, in the same transaction (attack 10): the account is
 * active, signed in within the last minutes, and has the second factor that its organizations require.
 * Errors: `account-disabled`, `fresh-sign-in-required`, `second-factor-required`.
 */
export async function requireMayIssue({ records, caller, now }: ChangeBy<Caller>): Promise<void> {
  if (caller.type === 'operator') return;
  requireFreshSignIn({ caller, now });
  await requireMayHaveToken({ records, caller });
}

/** The same for the auto-generated token that a command-line login was approved for, however long ago that was. */
export async function requireMayHaveToken({ records, caller }: Omit<ChangeBy<AccountCaller>, 'now'>): Promise<void> {
  const account = await lockActiveAccount(records, caller.account.id);
  await requireSecondFactor(records, account);
}

type ChangeBy<By extends Caller> = Pick<Change<By>, 'records' | 'caller' | 'now'>;

function missing(what: string): DomainError {
  return new DomainError('not-found', { what });
}
