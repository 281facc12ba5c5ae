import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { actorOf, auditEventOf } from './audit-event-of.ts';
import { type EndedAccess, endAccountAccess } from './end-account-access.ts';
import { partyOf } from './party-of.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

/** Every session, this one too, and every command line with its auto-generated token. Errors: `forbidden`. */
export function signOutEverywhere(services: Services, caller: AccountCaller): Promise<EndedAccess> {
  requireOwnSignIn(caller);
  const { account } = caller;
  return services.store.transaction(async (records) => {
    await records.accounts.lock(account.id);
    const how = { reason: 'signed out everywhere', actor: actorOf(caller), source: caller };
    const data = { ...(await endAccountAccess(services, records, account, how)) };
    const subject = partyOf('account', account);
    const details = { action: 'account.signed-out-everywhere', subject, namespace: account.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return data;
  });
}
