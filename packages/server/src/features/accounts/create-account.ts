import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { requireAdministrator } from '../access/require-administrator.ts';
import { type NewAccountInput, newAccount } from './new-account.ts';

export interface CreateAccountInput extends NewAccountInput {
  readonly isAdministrator: boolean;
}

/** By an administrator or the operator. Errors: `invalid-input`, `forbidden`, `conflict`. */
export async function createAccount(services: Services, caller: Caller, input: CreateAccountInput): Promise<Account> {
  requireAdministrator(caller);
  const draft = newAccount(services, input, input.isAdministrator);
  const account = { ...draft, passwordHash: await services.passwords.hash(input.password) };
  const data = { email: account.email, isAdministrator: account.isAdministrator };
  await services.store.transaction(async (records) => {
    await records.accounts.insert(account);
    const subject = partyOf('account', account);
    const details = { action: 'account.created', subject, namespace: account.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
  return account;
}
