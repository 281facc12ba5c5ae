import { DomainError } from '@lanyard/core/domain-error';
import { bindingTerms } from '@lanyard/core/organizations/member-terms';
import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import { hasOrganizationScope, type OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import type { TokenOwner } from '../../store/records/access/access.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Membership, Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads, Records } from '../../store/store.ts';
import { lockActiveAccount } from './accounts.ts';
import type { AccountCaller, Caller, OrganizationCaller, OrganizationTokenCaller } from './caller.ts';
import type { Change, Look } from './change.ts';

/** Every permission in one place: who may, with what credential, and how fresh a sign-in. */

type Asked<Part extends keyof Look> = Pick<Look, Part>;
interface OfOrganization<By extends OrganizationCaller = Caller> {
  readonly records: Pick<Reads, 'organizations'> | Pick<Records, 'organizations'>;
  readonly caller: By;
}

// With what credential

/**
 * Accounts that signed in themselves govern people, organizations and rights. An access token's grants are about
 * repositories at a registry: it opens nothing here, not even to read (R24). Errors: `forbidden`.
 */
export function requireSignedIn(caller: OrganizationCaller): asserts caller is Caller {
  if (caller.type === 'operator') return;
  if (caller.type === 'account' && caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', { reason: 'an access token cannot be used for this; sign in with the password' });
}

/** A token cannot create, change or read tokens, however it got here (R24, attack 21). Errors: `forbidden`. */
export function requireMayManageTokens(caller: Caller): void {
  if (caller.type === 'operator' || caller.credential !== 'token-jwt') return;
  throw new DomainError('forbidden', {
    reason: 'an access token cannot manage access tokens; sign in with the password',
  });
}

/**
 * Asked in a change that ends what a caller is signed in with, under the account's lock: of two such requests at the same
 * moment, the first ends the session of the second (R50). Errors: `unauthenticated`.
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
 * An unattended session gives nothing out and changes nothing that matters (R34). The machine asks it for every route
 * that says nothing else. Errors: `fresh-sign-in-required`, `forbidden` to access tokens.
 */
export function requireFreshSignIn({ caller, now }: Asked<'caller' | 'now'>): void {
  requireSignedIn(caller);
  if (caller.type === 'operator') return;
  if (caller.authenticatedAt !== null && isFreshSignIn(caller.authenticatedAt, now)) return;
  throw new DomainError('fresh-sign-in-required', {});
}

// Who

/** What concerns the whole server is for its administrators and its operator. Errors: `forbidden`. */
export function requireAdministrator(caller: Caller): void {
  requireSignedIn(caller);
  if (caller.type === 'operator' || caller.account.isAdministrator) return;
  throw noAdministrator();
}

function noAdministrator(): DomainError {
  return new DomainError('forbidden', { reason: 'only an administrator may do this' });
}

/**
 * An organization's own token does there what the scope says that the use case names, and nothing where it names none.
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

/** What an access token never does, whatever its scopes are. Errors: `forbidden`. */
export function requireNoToken(caller: OrganizationCaller, what: string): void {
  if (caller.type !== 'organization-token') return;
  throw new DomainError('forbidden', { reason: `an access token ${what}; sign in as an owner` });
}

/**
 * The organization and the caller's role in it. An organization that the caller does not belong to looks like a missing
 * one (R25). The operator counts as an owner everywhere, and a token of the organization where it has the `scope`.
 * Errors: `not-found`, `forbidden` to other access tokens.
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
 * A change locks the organization before it reads anything else of it, so that the changes of one organization are made
 * one after the other (R50). A look reads it and waits for nobody.
 */
export async function heldOrganization(
  { organizations }: OfOrganization['records'],
  name: string,
): Promise<Organization | undefined> {
  const found = await organizations.byName(name);
  return found && 'lock' in organizations ? organizations.lock(found.id) : found;
}

/** The same for what is an account's own. Where it was deleted meanwhile it throws `gone`: `not-found` by rule. */
export async function holdAccount(
  { accounts }: Pick<Reads, 'accounts'> | Pick<Records, 'accounts'>,
  id: string,
  gone = missing('account'),
): Promise<void> {
  if ('lock' in accounts && !(await accounts.lock(id))) throw gone;
}

/** Errors: `not-found` to strangers, `forbidden` to members. */
export async function requireOwnership(
  asked: OfOrganization<OrganizationCaller>,
  name: string,
  scope?: OrganizationScope,
): Promise<Membership> {
  const membership = await requireMembership(asked, name, scope);
  if (membership.role === 'owner') return membership;
  throw new DomainError('forbidden', { reason: 'only an owner of the organization may do this' });
}

/** Who reads a namespace's events: the account itself, or an owner of the organization. Errors: as for an owner. */
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
export async function requireTokenOwner(asked: OfOwner, whose: WhoseTokens): Promise<ManagedOwner> {
  const { caller } = asked;
  requireMayManageTokens(caller);
  if ('organization' in whose) {
    const { id, name, policy } = (await requireOwnership(asked, whose.organization)).organization;
    return { type: 'organization', id, name, policy };
  }
  const { id, name } = whose.account;
  const isOwn = caller.type !== 'operator' && caller.account.id === id;
  // Whoever was deleted is signed in no more: as if the deletion had come before.
  await holdAccount(asked.records, id, isOwn ? new DomainError('unauthenticated', {}) : missing('account'));
  if (caller.type === 'operator' || isOwn) return { type: 'account', id, name, policy: null };
  throw missing('account');
}

// What the account itself must have

/** The organizations that require a second factor of this account, which accepted that and has none. */
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
