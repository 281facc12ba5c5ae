import { DomainError } from '@lanyard/core/domain-error';
import type { Caller } from '../ports/caller.ts';
import type { Account } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { Records } from '../ports/store.ts';
import { actorOf, auditEventOf } from './audit-event-of.ts';
import { endSignIn } from './end-sign-in.ts';
import { partyOf } from './party-of.ts';
import { requireAccount } from './require-account.ts';
import { requireAdministrator } from './require-administrator.ts';

/**
 * Ends the account's sessions at once; its tokens and password are refused from then on, but come back with
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
    const endedSessions = await endSessions(records, account);
    const endedSignIns = await endSignIns(services, records, caller, account);
    await records.deviceCodes.deleteOfAccount(account.id);
    const subject = partyOf('account', account);
    const details = {
      action: 'account.disabled',
      subject,
      namespace: account.name,
      data: { endedSessions, endedSignIns },
    } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return { ...account, disabledAt };
  });
}

async function endSessions(records: Records, account: Account): Promise<number> {
  const sessions = await records.sessions.ofAccount(account.id);
  await records.sessions.deleteOfAccount(account.id);
  return sessions.length;
}

/** Their tokens go with them, and do not come back (R3). */
async function endSignIns(services: Services, records: Records, caller: Caller, account: Account): Promise<number> {
  const signIns = await records.signIns.ofAccount(account.id);
  const how = {
    action: 'sign-in.ended',
    reason: 'the account was disabled',
    actor: actorOf(caller),
    source: caller,
  } as const;
  for (const signIn of signIns) await endSignIn(services, records, account, signIn, how);
  return signIns.length;
}

/** Or the last administrator could lock the door with the key inside. */
function requireSomebodyElse(caller: Caller, account: Account): void {
  if (caller.type === 'operator' || caller.account.id !== account.id) return;
  throw new DomainError('conflict', { reason: 'you cannot disable your own account' });
}
