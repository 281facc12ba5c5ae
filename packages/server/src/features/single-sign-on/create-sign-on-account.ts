import type { Account } from '../../store/records/accounts.ts';

import { freeAccountName } from '../directory/free-names.ts';
import { recordSignOn, type SignOn } from './sign-on-event.ts';

/** An account without a password, for whoever comes from the provider the first time. */
export async function createSignOnAccount(signOn: SignOn, email: string): Promise<Account> {
  const { services, records } = signOn;
  const name = await freeAccountName(records, email);
  const isNew = { passwordHash: null, isAdministrator: false, disabledAt: null, hasSecondFactor: false } as const;
  const account = { id: services.random.uuid(), name, email, ...isNew, createdAt: services.clock.now() };
  await records.accounts.insert(account);
  await recordSignOn(signOn, 'account.created', account, { email, isAdministrator: false }, name);
  return account;
}
