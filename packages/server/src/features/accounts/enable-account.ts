import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { requireAccount } from '../access/require-account.ts';
import { requireAdministrator } from '../access/require-administrator.ts';

/** Undoes `disableAccount`, but for the sessions. Errors: `forbidden`, `not-found`. */
export async function enableAccount(services: Services, caller: Caller, name: string): Promise<Account> {
  requireAdministrator(caller);
  return services.store.transaction(async (records) => {
    const account = await requireAccount(records.accounts, name);
    if (account.disabledAt === null) return account;
    await records.accounts.setDisabledAt(account.id, null);
    const details = { action: 'account.enabled', subject: partyOf('account', account), namespace: name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return { ...account, disabledAt: null };
  });
}
