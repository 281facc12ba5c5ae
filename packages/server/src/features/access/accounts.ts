import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads, Records } from '../../store/store.ts';

/** RFC 5321, section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const emailSchema = z.email().max(254);

/** The canonical form: trimmed, in lower case. One mailbox has only one account. Errors: `invalid-input`. */
export function requireEmail(text: string): string {
  const parsed = emailSchema.safeParse(text.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid-input', { field: 'email', reason: 'must be an e-mail address' });
}

/** The account with this name, even if it is disabled. Errors: `not-found`. */
export async function requireAccount({ accounts }: Pick<Reads, 'accounts'>, name: string): Promise<Account> {
  return found(await accounts.byName(name));
}

/** Reads the account again in the transaction that depends on it. Errors: `not-found`. */
export async function requireAccountById({ accounts }: Pick<Reads, 'accounts'>, id: string): Promise<Account> {
  return found(await accounts.byId(id));
}

function found(account: Account | undefined): Account {
  if (account) return account;
  throw new DomainError('not-found', { what: 'account' });
}

/** Checked at every place that issues a credential (attack 10). Errors: `account-disabled`. */
export function requireActiveAccount(account: Account): Account {
  if (account.disabledAt === null) return account;
  throw new DomainError('account-disabled', {});
}

/**
 * The active account, locked until this transaction ends. If somebody disables it at the same moment, that happens
 * either before (and is seen here) or after (and ends what is created here) (R3). Errors: `account-disabled`,
 * `not-found`.
 */
export async function lockActiveAccount(records: Records, id: string): Promise<Account> {
  await records.accounts.lock(id);
  return requireActiveAccount(await requireAccountById(records, id));
}

/**
 * The same for an account that proved its password a moment ago. If the password was changed in between, the sign-in
 * with the old password must end, so that a person who signed in first does not keep access. Errors also: `login-over`.
 */
export async function lockProvenAccount(records: Records, { id, passwordHash }: Account): Promise<Account> {
  const account = await lockActiveAccount(records, id);
  if (account.passwordHash === passwordHash) return account;
  throw new DomainError('login-over', {});
}

/** The member with this name. An account that is not a member looks like a missing one. Errors: `not-found`. */
export async function requireMember(
  records: Pick<Reads, 'accounts' | 'organizations'>,
  organization: Organization,
  accountName: string,
): Promise<Account> {
  const account = await records.accounts.byName(accountName);
  if (account && (await records.organizations.role(organization.id, account.id))) return account;
  throw new DomainError('not-found', { what: 'member' });
}

/**
 * Expects that the organization is locked. Otherwise two owners who step down at once would each count the other.
 * Errors: `conflict`.
 */
export async function requireOwnerLeft(records: Reads, organization: Organization): Promise<void> {
  if ((await records.organizations.countOwners(organization.id)) > 0) return;
  throw new DomainError('conflict', { reason: 'the organization must keep at least one owner' });
}
