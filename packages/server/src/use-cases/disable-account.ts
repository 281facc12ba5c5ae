import { DomainError } from '@lanyard/core/domain-error';
import type { Caller } from '../ports/caller.ts';
import type { Account } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { actorOf, auditEventOf } from './audit-event-of.ts';
import { endAccountAccess } from './end-account-access.ts';
import { partyOf } from './party-of.ts';
import { requireAccount } from './require-account.ts';
import { requireAdministrator } from './require-administrator.ts';

/**
 * Ends the account's sessions and command lines at once; its manual tokens and password are refused from then on, but come back with
 * `enableAccount`. A disabled one stays as it is and leaves no event. Errors: `forbidden`, `not-found`, `conflict`.
 */
export async function disableAccount(services: Services, caller: Caller, name: string): Promise<Account> {
  requireAdministrator(caller);
  const disabledAt = services.clock.now();
  return services.store.transaction(async (records) => {
    const account = await requireAccount(records.accounts, name);
    requireSomebodyElse(caller, account);
    if (account.disabledAt !== null) return account;
    await records.accounts.setDisabledAt(account.id, disabledAt);
    const how = { reason: 'the account was disabled', actor: actorOf(caller), source: caller };
    const data = { ...(await endAccountAccess(services, records, account, how)) };
    const subject = partyOf('account', account);
    const details = { action: 'account.disabled', subject, namespace: account.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return { ...account, disabledAt };
  });
}

/** Or the last administrator could lock the door with the key inside. */
function requireSomebodyElse(caller: Caller, account: Account): void {
  if (caller.type === 'operator' || caller.account.id !== account.id) return;
  throw new DomainError('conflict', { reason: 'you cannot disable your own account' });
}
