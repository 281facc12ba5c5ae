import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import { requireAccountById } from './require-account.ts';
import { requireActiveAccount } from './require-active-account.ts';

/**
 * The account as it is until this transaction ends: whoever disables it comes before, and is seen here, or comes after, and
 * ends what is made here (R3). Errors: `account-disabled`.
 */
export async function lockActiveAccount(records: Records, id: string): Promise<Account> {
  await records.accounts.lock(id);
  return requireActiveAccount(await requireAccountById(records, id));
}
