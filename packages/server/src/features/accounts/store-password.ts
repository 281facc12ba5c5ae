import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/party-of.ts';
import { tellPasswordChanged } from './tell-password-changed.ts';

/** Sets a password that was checked, ends every session but the caller's and every mailed code, and records it; its owner is told by mail. */
export async function storePassword(
  services: Services,
  caller: Caller,
  account: Account,
  password: Secret,
): Promise<void> {
  const passwordHash = await services.passwords.hash(password);
  await services.store.transaction(async (records) => {
    await records.accounts.setPasswordHash(account.id, passwordHash);
    await records.passwordResets.deleteOfAccount(account.id);
    // Sign-ins that wait for a second factor began with the password before.
    await records.flowStates.deleteOfAccount(account.id);
    const endedSessions = await endOtherSessions(records, caller, account);
    const subject = partyOf('account', account);
    const details = { action: 'account.password-changed', subject, namespace: account.name } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { endedSessions } }));
  });
  tellPasswordChanged(services, caller.type === 'operator' ? undefined : caller.address, account);
}

async function endOtherSessions(records: Records, caller: Caller, account: Account): Promise<number> {
  const kept = caller.type === 'account' ? caller.credentialId : undefined;
  const others = (await records.sessions.ofAccount(account.id)).filter(({ id }) => id !== kept);
  for (const { id } of others) await records.sessions.delete(id);
  return others.length;
}
