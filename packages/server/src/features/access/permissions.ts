import { DomainError } from '@lanyard/core/domain-error';
import type { PendingRules } from '@lanyard/core/lifetimes/announced-rules';
import { bindingTerms } from '@lanyard/core/organizations/member-terms';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import { hasOrganizationScope, type OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import { type AskedRepository, hasRepositoryScope, type RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { TokenOwner } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Membership, Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads, Records } from '../../store/store.ts';
import { lockActiveAccount } from './accounts.ts';
import type { AccountCaller, Caller, OrganizationCaller, OrganizationTokenCaller } from './caller.ts';
import type { Change, Look } from './change.ts';

/** All permissions in one place: who may, with which credential, and how fresh a sign-in must be. */

type Asked<Part extends keyof Look> = Pick<Look, Part>;
interface OfOrganization<By extends OrganizationCaller = Caller> {
  readonly records: Pick<Reads, 'organizations'> | Pick<Records, 'organizations'>;
  readonly caller: By;
}

// Which credential

/**
 * Only accounts that signed in themselves govern people, organizations and rights. The grants of an access token are
 * about repositories in a registry. It opens nothing here, not even for reading (R24). Errors: `forbidden`.
 */
export function requireSignedIn(caller: OrganizationCaller): asserts caller is Caller {
  if (caller.type === 'operator') return;
  if (caller.type === 'account' && caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', { reason: 'an access token cannot be used for this; sign in with the password' });
}

/** A token cannot create, change or read tokens, however it was used (R24, attack 21). Errors: `forbidden`. */
export function requireMayManageTokens(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', {
    reason: 'an access token cannot manage access tokens; sign in with the password',
  });
}

/**
 * For a change that ends a credential of the caller, under the account's lock. Of two such requests at the same moment,
 * the first one ends the session of the second (R50). Errors: `unauthenticated`.
 */
export async function requireStillSignedIn({ records, caller }: ChangeBy<AccountCaller>): Promise<void> {
  const { credential, credentialId } = caller;
  const isOver =
    (credential === 'session' && !(await records.sessions.byId(credentialId))) ||
    (credential === 'command-line-jwt' && !(await records.commandLines.byId(credentialId)));
  if (isOver) throw new DomainError('unauthenticated', {});
}

/**
 * Asked in every change that an administrator makes: somebody who was demoted meanwhile makes it no more, and of two who
 * demote each other at the same moment, the first ends the session of the second, so that one stays (R50). Errors:
 * `unauthenticated`, `forbidden`.
 */
export async function requireStillAdministrator({ records, caller, now }: ChangeBy<Caller>): Promise<void> {
  await records.accounts.lockAdministrators();
  if (caller.type === 'operator') return;
  await requireStillSignedIn({ records, caller, now });
  if (!(await records.accounts.byId(caller.account.id))?.isAdministrator) throw noAdministrator();
}

// How fresh

/**
 * An unattended session must not reveal secrets or change anything important (R34). Every route requires this unless
 * its row says otherwise. Errors: `fresh-sign-in-required`, and `forbidden` for access tokens.
 */
export function requireFreshSignIn({ caller, now }: Asked<'caller' | 'now'>): void {
  requireSignedIn(caller);
  if (caller.type === 'operator') return;
  if (caller.authenticatedAt !== null && isFreshSignIn(caller.authenticatedAt, now)) return;
  throw new DomainError('fresh-sign-in-required', {});
}

// Who

/** Only administrators and the operator manage the whole server. Errors: `forbidden`. */
export function requireAdministrator(caller: Caller): void {
  requireSignedIn(caller);
  if (caller.type === 'operator' || caller.account.isAdministrator) return;
  throw noAdministrator();
}

function noAdministrator(): DomainError {
  return new DomainError('forbidden', { reason: 'only an administrator may do this' });
}

/**
 * An organization's own token may do what the named scope says. If the use case names no scope, it may do nothing.
 * Errors: `forbidden`, `not-found` for another organization.
 */
async function requireScopeOfToken(
  { records, caller }: OfOrganization<OrganizationTokenCaller>,
  name: string,
  scope: OrganizationScope | undefined,
): Promise<Membership> {
  requireOrganizationScope(caller, scope);
  const organization = await heldOrganization(records, name);
  if (organization?.id !== caller.organization.id) throw missing('organization');
  return { organization, role: 'owner', acceptedTerms: null };
}

/** Errors: `forbidden`. */
export function requireOrganizationScope(
  { scopes }: OrganizationTokenCaller,
  scope: OrganizationScope | undefined,
): void {
  if (hasOrganizationScope(scopes, scope)) return;
  const reason =
    scope === undefined
      ? 'an access token cannot be used for this; sign in with the password'
      : `this access token has no ${scope} for the organization`;
  throw new DomainError('forbidden', { reason });
}

/** The same for one repository. Errors: `forbidden`. */
export function requireRepositoryScope(
  { repositoryScopes }: OrganizationTokenCaller,
  scope: RepositoryScope | undefined,
  repository: AskedRepository,
): void {
  if (hasRepositoryScope(repositoryScopes, scope, repository)) return;
  const reason =
    scope === undefined
      ? 'an access token cannot be used for this; sign in with the password'
      : `this access token has no ${scope} for the repository`;
  throw new DomainError('forbidden', { reason });
}

/** For actions that no access token may do, whatever its scopes are. Errors: `forbidden`. */
export function requireNoToken(caller: OrganizationCaller, what: string): void {
  if (caller.type !== 'organization-token') return;
  throw new DomainError('forbidden', { reason: `an access token ${what}; sign in as an owner` });
}

/**
 * The organization and the caller's role in it. For a caller who is not a member, the organization looks like a missing
 * one (R25). The operator counts as an owner everywhere. A token of the organization counts if it has the `scope`.
 * Errors: `not-found`, and `forbidden` for other access tokens.
 */
export async function requireMembership(
  { records, caller }: OfOrganization<OrganizationCaller>,
  name: string,
  scope?: OrganizationScope,
): Promise<Membership> {
  if (caller.type === 'organization-token') return requireScopeOfToken({ records, caller }, name, scope);
  requireSignedIn(caller);
  const organization = await heldOrganization(records, name);
  if (!organization) throw missing('organization');
  if (caller.type === 'operator') return { organization, role: 'owner', acceptedTerms: null };
  const membership = await records.organizations.membership(organization.id, caller.account.id);
  if (!membership) throw missing('organization');
  return { organization, ...membership };
}

/**
 * A change locks the organization before it reads anything else of it, so that changes of one organization run one
 * after the other (R50). A use case that only reads does not wait for a lock.
 */
export async function heldOrganization(
  { organizations }: OfOrganization['records'],
  name: string,
): Promise<Organization | undefined> {
  const found = await organizations.byName(name);
  return found && 'lock' in organizations ? organizations.lock(found.id) : found;
}

/**
 * The same for things that belong to an account. If the account was deleted in the meantime, it throws `gone`, usually
 * `not-found`.
 */
export async function holdAccount(
  { accounts }: Pick<Reads, 'accounts'> | Pick<Records, 'accounts'>,
  id: string,
  gone = missing('account'),
): Promise<void> {
  if ('lock' in accounts && !(await accounts.lock(id))) throw gone;
}

/** Errors: `not-found` for strangers, `forbidden` for members. */
export async function requireOwnership(
  asked: OfOrganization<OrganizationCaller>,
  name: string,
  scope?: OrganizationScope,
): Promise<Membership> {
  const membership = await requireMembership(asked, name, scope);
  if (membership.role === 'owner') return membership;
  throw new DomainError('forbidden', { reason: 'only an owner of the organization may do this' });
}

/**
 * Decides who may read a namespace's events: the account itself, or an owner of the organization. Errors: the same as
 * for an owner.
 */
export async function requireAuditReader(
  { records, caller }: OfOrganization<AccountCaller | OrganizationTokenCaller>,
  namespace: string,
): Promise<void> {
  if (caller.type === 'account') requireSignedIn(caller);
  if (caller.type === 'account' && namespace === caller.account.name) return;
  await requireOwnership({ records, caller }, namespace, 'scope-activity-read');
}

interface OfOwner extends OfOrganization {
  readonly records: Pick<Reads, 'accounts' | 'organizations'> | Pick<Records, 'accounts' | 'organizations'>;
}

/** Whose tokens are meant: those of an account, or of the organization with this name. */
export type WhoseTokens = { readonly account: Account } | { readonly organization: string };

/** The owner of tokens. Its name is the namespace whose log shows their events. */
export interface ManagedOwner extends Pick<TokenOwner, 'type' | 'id' | 'name'> {
  /** Null for an account, because the place where its tokens are used decides which policy applies. */
  readonly policy: OrganizationPolicy | null;
  readonly pendingRules: PendingRules;
}

/**
 * The owner whose tokens the caller may manage: the caller itself, or an organization that it owns. The operator may
 * manage all. Errors: `forbidden` for access tokens and members, `not-found` for strangers (R25).
 */
export async function requireTokenOwner(asked: OfOwner, whose: WhoseTokens): Promise<ManagedOwner> {
  const { caller } = asked;
  requireMayManageTokens(caller);
  if ('organization' in whose) {
    const { id, name, policy, pendingRules } = (await requireOwnership(asked, whose.organization)).organization;
    return { type: 'organization', id, name, policy, pendingRules };
  }
  const { id, name } = whose.account;
  const isOwn = caller.type !== 'operator' && caller.account.id === id;
  // A deleted account is no longer signed in. The answer is the same as after an earlier deletion.
  await holdAccount(asked.records, id, isOwn ? new DomainError('unauthenticated', {}) : missing('account'));
  if (caller.type === 'operator' || isOwn) return { type: 'account', id, name, policy: null, pendingRules: {} };
  throw missing('account');
}

// What the account itself needs

/**
 * The organizations that require a second factor of this account. The account accepted the rule, but has no second
 * factor.
 */
export async function organizationsAskingForFactor(
  { organizations }: Pick<Reads, 'organizations'>,
  account: Account,
): Promise<readonly string[]> {
  if (account.hasSecondFactor) return [];
  const memberships = await organizations.ofAccount(account.id);
  return memberships
    .filter(({ organization, acceptedTerms }) => bindingTerms(acceptedTerms, organization.policy).requireSecondFactor)
    .map(({ organization }) => organization.name);
}

/**
 * Without the required factor, an account can create no token and approve no command line. Errors:
 * `second-factor-required`.
 */
export async function requireSecondFactor(records: Pick<Reads, 'organizations'>, account: Account): Promise<void> {
  const [organization] = await organizationsAskingForFactor(records, account);
  if (organization !== undefined) throw new DomainError('second-factor-required', { organization });
}

/**
 * Checked at every place that creates an access token or gives it more rights, in the same transaction (attack 10). The
 * account must be active, must have signed in within the last minutes, and must have the second factor that its
 * organizations require. Errors: `account-disabled`, `fresh-sign-in-required`, `second-factor-required`.
 */
export async function requireMayIssue({ records, caller, now }: ChangeBy<Caller>): Promise<void> {
  if (caller.type === 'operator') return;
  requireFreshSignIn({ caller, now });
  await requireMayHaveToken({ records, caller });
}

/** The same for the auto-generated token of an approved command-line login, whose approval can be long ago. */
export async function requireMayHaveToken({ records, caller }: Omit<ChangeBy<AccountCaller>, 'now'>): Promise<void> {
  const account = await lockActiveAccount(records, caller.account.id);
  await requireSecondFactor(records, account);
}

type ChangeBy<By extends Caller> = Pick<Change<By>, 'records' | 'caller' | 'now'>;

function missing(what: string): DomainError {
  return new DomainError('not-found', { what });
}
