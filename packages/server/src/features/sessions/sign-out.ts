import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';

/** Ends the caller's session, and with it every API token made from it. */
export async function signOut(services: Services, caller: AccountCaller): Promise<void> {
  await services.store.transaction(async (records) => {
    await records.sessions.delete(caller.credentialId);
    const subject = { type: 'session', id: caller.credentialId, name: caller.client } as const;
    const details = { action: 'session.ended', subject, namespace: caller.account.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}
