import { isReservedName } from '@lanyard/core/accounts/namespace-name';
import { DomainError } from '@lanyard/core/domain-error';
import { isNamespace } from '@lanyard/core/repositories/repository-name';
import type { Account } from '../../store/records/accounts.ts';
import type { ScimUser } from '../../store/records/scim-users.ts';
import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';

const MAXIMUM_NAME_LENGTH = 39;

/** Whether the e-mail lies in a domain that the organization has proven. Errors: `conflict`, whoever has the address. */
export async function requireOwnDomain(records: Records, caller: ScimCaller, email: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if ((await records.domains.holder(domain)) === caller.organization.id) return;
  throw new DomainError('conflict', { reason: 'the organization has not proven the domain of this e-mail address' });
}

export function requireNoAdministrator(account: Account): void {
  if (!account.isAdministrator) return;
  throw new DomainError('forbidden', { reason: 'an administrator of the server is not managed by a directory' });
}

/** A user that the organization provisioned and may still manage. Errors: `not-found`, `forbidden`, `conflict`. */
export async function requireManaged(records: Records, caller: ScimCaller, id: string): Promise<ScimUser> {
  await records.accounts.lock(id);
  const user = await records.scimUsers.byId(caller.organization.id, id);
  if (!user) throw new DomainError('not-found', { what: 'user' });
  requireNoAdministrator(user.account);
  await requireOwnDomain(records, caller, user.account.email);
  return user;
}

/** `ada.lovelace@example.com` becomes `ada-lovelace`, or `ada-lovelace-2` where that is taken. */
export async function freeAccountName(records: Records, userName: string): Promise<string> {
  const base = slugOf(userName.split('@')[0] ?? '') ?? 'user';
  for (let count = 1; ; count += 1) {
    const name = numbered(base, count);
    if (!isReservedName(name) && !(await records.accounts.namespaceTaken(name))) return name;
  }
}

/** The first is the name itself, the others end in `-2`, `-3` and so on. */
export function numbered(base: string, count: number): string {
  const suffix = count === 1 ? '' : `-${count}`;
  return base.slice(0, MAXIMUM_NAME_LENGTH - suffix.length).replace(/-+$/, '') + suffix;
}

/** Of any text a name as accounts and teams have it; undefined where it has no letter or digit to make one of. */
export function slugOf(text: string): string | undefined {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAXIMUM_NAME_LENGTH)
    .replace(/^-+|-+$/g, '');
  return isNamespace(slug) ? slug : undefined;
}
