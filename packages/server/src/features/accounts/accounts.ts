import { requireNamespaceName } from '@lanyard/core/accounts/namespace-name';
import { requirePassword } from '@lanyard/core/accounts/password';
import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Account, AccountFilter } from '../../store/records/accounts/accounts.ts';
import { requireAccount, requireEmail } from '../access/accounts.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { accountSubject, look } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';
import { closeAccount, recordDisabling } from './end-access.ts';
import { tellTokensLeftBehind } from './tokens-left-behind.ts';

export interface NewAccountInput {
  readonly name: string;
  readonly email: string;
  readonly password: Secret;
}

/**
 * Accounts in the order of their names, for administrators and the operator. `search` is a part of the name. Errors:
 * `forbidden`.
 */
export async function listAccounts(services: Services, caller: Caller, filter: AccountFilter): Promise<Paged<Account>> {
  requireAdministrator(caller);
  return look(services, caller).records.accounts.list(filter);
}

/** Creates an account, for an administrator or the operator. Errors: `invalid-input`, `forbidden`, `conflict`. */
export async function createAccount(
  services: Services,
  caller: Caller,
  input: NewAccountInput & { readonly isAdministrator: boolean },
): Promise<Account> {
  requireAdministrator(caller);
  const draft = newAccount(services, input, input.isAdministrator);
  const account = { ...draft, passwordHash: await services.passwords.hash(input.password) };
  const { email, isAdministrator } = account;
  await administer(services, caller, async (change) => {
    await change.records.accounts.insert(account);
    await change.audit('account.created', accountSubject(account), { email, isAdministrator });
  });
  return account;
}

/** A new account without the hash of its password, which is expensive. Errors: `invalid-input`. */
export function newAccount(
  { random, clock, passwords }: Services,
  input: NewAccountInput,
  isAdministrator: boolean,
): Omit<Account, 'passwordHash'> {
  const name = requireNamespaceName(input.name);
  const email = requireEmail(input.email);
  const isNew = { disabledAt: null, createdAt: clock.now(), hasSecondFactor: false };
  requirePassword(
    { isCommon: passwords.isCommon, password: input.password },
    { name, email, isAdministrator, ...isNew },
  );
  return { id: random.uuid(), name, email, isAdministrator, ...isNew };
}

/**
 * Ends the account's sessions and command lines at once. Its manual tokens and password are refused until
 * `enableAccount`. If the account is already disabled, nothing changes and no event is recorded. Errors: `forbidden`,
 * `not-found`, `conflict`.
 */
export async function disableAccount(services: Services, caller: Caller, name: string): Promise<Account> {
  return administer(services, caller, async (change) => {
    const { accounts, scimUsers } = change.records;
    const { id } = await requireAccount(change.records, name);
    // A directory can disable it at the same moment. The second change must see the first.
    await accounts.lock(id);
    const account = await requireAccount(change.records, name);
    requireSomebodyElse(caller, account, 'disable');
    if (account.disabledAt === null) {
      const closed = await closeAccount(change, account, 'the account was disabled');
      await tellTokensLeftBehind(change, closed, 'disabled');
      return closed;
    }
    // Until now a directory had disabled it. From now on the directory cannot enable it again (R26).
    if (await scimUsers.forgetDisabling(account.id)) await recordDisabling(change, account);
    return account;
  });
}

/** Otherwise the last administrator could lock out everybody. Errors: `conflict`. */
export function requireSomebodyElse(caller: Caller, account: Account, what: string): void {
  if (caller.type === 'operator' || caller.account.id !== account.id) return;
  throw new DomainError('conflict', { reason: `you cannot ${what} your own account` });
}

/** Undoes `disableAccount`, but the sessions stay ended. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`. */
export async function enableAccount(services: Services, caller: Caller, name: string): Promise<Account> {
  return administer(services, caller, async (change) => {
    const { records, audit } = change;
    requireFreshSignIn(change);
    const { id } = await requireAccount(records, name);
    await records.accounts.lock(id);
    const account = await requireAccount(records, name);
    if (account.disabledAt === null) return account;
    await records.accounts.setDisabledAt(account.id, null);
    await audit('account.enabled', accountSubject(account));
    return { ...account, disabledAt: null };
  });
}
