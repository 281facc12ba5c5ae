import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import { actorOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { requireAccount } from '../access/require-account.ts';
import { requireAdministrator } from '../access/require-administrator.ts';
import { closeAccount, recordDisabling } from './close-account.ts';

/**
 * Ends the account's sessions and command lines at once; its manual tokens and password are refused from then on, but come back with
 * `enableAccount`. A disabled one stays as it is and leaves no event. Errors: `forbidden`, `not-found`, `conflict`.
 */
export async function disableAccount(services: Services, caller: Caller, name: string): Promise<Account> {
  requireAdministrator(caller);
  return services.store.transaction(async (records) => {
    const { id } = await requireAccount(records.accounts, name);
    // A directory may be at it too: whoever is second must see what the first did.
    await records.accounts.lock(id);
    const account = await requireAccount(records.accounts, name);
    requireSomebodyElse(caller, account);
    const how = { reason: 'the account was disabled', actor: actorOf(caller), source: caller };
    if (account.disabledAt === null) return closeAccount(services, records, account, how);
    // Disabled by a directory until now: from here on the directory cannot enable it again (R26).
    if (await records.scimUsers.forgetDisabling(account.id)) await recordDisabling(services, records, account, how, {});
    return account;
  });
}

/** Or the last administrator could lock the door with the key inside. */
function requireSomebodyElse(caller: Caller, account: Account): void {
  if (caller.type === 'operator' || caller.account.id !== account.id) return;
  throw new DomainError('conflict', { reason: 'you cannot disable your own account' });
}
