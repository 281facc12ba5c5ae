import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { ScimUser } from '../../store/records/directory/scim-users.ts';
import { requireAccountById, requireOwnerLeft } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { accountSubject, type Change, subjectOf } from '../access/change.ts';
import { closeAccount } from '../accounts/end-access.ts';
import { tellSecretsLeftBehind } from '../accounts/tokens-left-behind.ts';

/**
 * What a directory may do to an account. It can manage only accounts in the domains that its organization has proven.
 */

/** A user that the directory provisioned and may still manage. Errors: `not-found`, `forbidden`, `conflict`. */
export async function requireManagedUser(change: Change<ScimCaller>, id: string): Promise<ScimUser> {
  const { records, caller } = change;
  await records.accounts.lock(id);
  const user = await records.scimUsers.byId(caller.organization.id, id);
  if (!user) throw new DomainError('not-found', { what: 'user' });
  requireNoAdministrator(user.account);
  await requireOwnDomain(change, user.account.email);
  return user;
}

/** An existing account that the directory wants to manage. It is locked. Errors: `forbidden`. */
export async function lockLinkableAccount({ records }: Change<ScimCaller>, { id }: Account): Promise<Account> {
  await records.accounts.lock(id);
  const account = await requireAccountById(records, id);
  requireNoAdministrator(account);
  return account;
}

function requireNoAdministrator(account: Account): void {
  if (!account.isAdministrator) return;
  throw new DomainError('forbidden', { reason: 'an administrator of the server is not managed by a directory' });
}

/**
 * The organization must have proven the domain of the address. This check runs whether or not the address has an
 * account. Errors: `conflict`.
 */
export async function requireOwnDomain({ records, caller }: Change<ScimCaller>, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if ((await records.domains.holder(domain)) === caller.organization.id) return;
  throw new DomainError('conflict', { reason: 'the organization has not proven the domain of this e-mail address' });
}

/**
 * Whether the directory decides about the account: only with the person's consent, and while the account is a member.
 */
function isDirected({ consent, isMember }: ScimUser): boolean {
  return consent === 'given' && isMember;
}

/**
 * The value of `active` in answers to the directory. If the directory does not decide about the account, it gets back
 * its own value. Otherwise it would send the same value again forever.
 */
export function isActive(user: ScimUser): boolean {
  return user.account.disabledAt === null && (isDirected(user) || user.wantedActive);
}

/**
 * Disables the account and ends its sessions and command lines (R3), or enables it if this directory disabled it. If an
 * administrator disabled the account, it stays disabled, and the answer says `active: false` (R26, attack 9). If the
 * directory does not decide about the account, only the membership ends. Errors: `conflict` for the last owner.
 */
export async function setActive(change: Change<ScimCaller>, user: ScimUser, active: boolean): Promise<ScimUser> {
  if (isDirected(user)) return active ? enable(change, user) : disable(change, user);
  const told = await remember(change, user, active);
  return active ? enable(change, told) : endMembership(change, told);
}

async function remember(change: Change<ScimCaller>, user: ScimUser, wantedActive: boolean): Promise<ScimUser> {
  if (user.wantedActive === wantedActive) return user;
  const { account, userName, externalId } = user;
  const subject = subjectOf('account', account, change.caller.organization.name);
  await change.audit('scim-user.changed', subject, { userName, externalId, active: wantedActive });
  return keep(change, { ...user, wantedActive });
}

/** Errors: `conflict` for the last owner. */
export async function endMembership(change: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  const { records, now, caller, audit } = change;
  if (!user.isMember) return user;
  const wasOwner = (await records.organizations.role(caller.organization.id, user.accountId)) === 'owner';
  await audit('member.removed', subjectOf('account', user.account, caller.organization.name));
  const ids = { organizationId: caller.organization.id, accountId: user.accountId };
  await records.organizations.removeMember(ids.organizationId, ids.accountId);
  await records.commandLines.endOfProvider(ids, now);
  await requireOwnerLeft(records, caller.organization);
  if (wasOwner) await tellSecretsLeftBehind(change, caller.organization, user.account);
  return { ...user, isMember: false };
}

async function disable(change: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  if (user.account.disabledAt !== null) return user;
  const account = await closeAccount(change, user.account, 'the directory deactivated the user');
  return keep(change, { ...user, account, disabledAt: account.disabledAt, wantedActive: false });
}

async function enable(change: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  const { account } = user;
  if (account.disabledAt === null || account.disabledAt !== user.disabledAt) return user;
  await change.records.accounts.setDisabledAt(account.id, null);
  await change.audit('account.enabled', accountSubject(account));
  return keep(change, { ...user, account: { ...account, disabledAt: null }, disabledAt: null, wantedActive: true });
}

async function keep({ records }: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  await records.scimUsers.put(user);
  return user;
}
