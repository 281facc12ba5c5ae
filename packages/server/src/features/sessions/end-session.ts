import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireOwnSignIn } from '../access/require-own-sign-in.ts';

/**
 * Ends one of the caller's sessions, and with it every API token made from it.
 * Errors: `forbidden`; `not-found` for one that ended or is another's (R25, attack 30).
 */
export async function endSession(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireOwnSignIn(caller);
  await services.store.transaction(async (records) => {
    const found = await records.sessions.byId(id);
    const isOwn = found?.session.accountId === caller.account.id;
    if (!isOwn || !(await records.sessions.delete(id))) throw new DomainError('not-found', { what: 'session' });
    const subject = { type: 'session', id, name: found.session.client } as const;
    const details = { action: 'session.ended', subject, namespace: caller.account.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}
