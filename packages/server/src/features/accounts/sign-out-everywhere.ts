import type { Services } from '../../services.ts';
import { actorOf, auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { requireOwnSignIn } from '../access/require-own-sign-in.ts';
import { type EndedAccess, endAccountAccess } from './end-account-access.ts';

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
