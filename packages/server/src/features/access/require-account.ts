import { DomainError } from '@lanyard/core/domain-error';
import type { Account, AccountReads } from '../../store/records/accounts.ts';

import type { Reads } from '../../store/store.ts';

/** The account of this name, disabled ones too. */
export async function requireAccount(accounts: AccountReads, name: string): Promise<Account> {
  const account = await accounts.byName(name);
  if (account) return account;
  throw new DomainError('not-found', { what: 'account' });
}

/** Read anew, in the transaction that goes by it. Errors: `not-found`. */
export async function requireAccountById({ accounts }: Pick<Reads, 'accounts'>, id: string): Promise<Account> {
  const account = await accounts.byId(id);
  if (account) return account;
  throw new DomainError('not-found', { what: 'account' });
}
