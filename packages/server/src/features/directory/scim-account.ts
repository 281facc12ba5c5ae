import { DomainError } from '@lanyard/core/domain-error';
import type { Account } from '../../store/records/accounts.ts';
import type { ScimUser } from '../../store/records/scim-users.ts';
import { requireAccountById } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { accountSubject, type Change } from '../access/change.ts';
import { closeAccount } from '../accounts/end-access.ts';

/** What a directory may do to an account: only those of the domains that its organization has proven. */

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

/** An existing account that the directory takes on, locked. Errors: `forbidden`. */
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

/** The organization must have proven the domain of the address, taken or not. Errors: `conflict`. */
export async function requireOwnDomain({ records, caller }: Change<ScimCaller>, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if ((await records.domains.holder(domain)) === caller.organization.id) return;
  throw new DomainError('conflict', { reason: 'the organization has not proven the domain of this e-mail address' });
}

/**
 * Disables the account and ends all that it is signed in with (R3), or enables it if this directory disabled it. An
 * account that an administrator disabled stays disabled: the answer then says `active: false` (R26, attack 9).
 */
export function setActive(change: Change<ScimCaller>, user: ScimUser, active: boolean): Promise<ScimUser> {
  return active ? enable(change, user) : disable(change, user);
}

async function disable(change: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  if (user.account.disabledAt !== null) return user;
  const account = await closeAccount(change, user.account, 'the directory deactivated the user');
  return keep(change, { ...user, account, disabledAt: account.disabledAt });
}

async function enable(change: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  const { account } = user;
  if (account.disabledAt === null || account.disabledAt !== user.disabledAt) return user;
  await change.records.accounts.setDisabledAt(account.id, null);
  await change.audit('account.enabled', accountSubject(account));
  return keep(change, { ...user, account: { ...account, disabledAt: null }, disabledAt: null });
}

async function keep({ records }: Change<ScimCaller>, user: ScimUser): Promise<ScimUser> {
  await records.scimUsers.put(user);
  return user;
}
