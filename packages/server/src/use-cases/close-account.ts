import type { AuditData } from '@lanyard/core/audit-event';
import type { Account } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { Records } from '../ports/store.ts';
import { auditEventBy } from './audit-event-of.ts';
import { endAccountAccess } from './end-account-access.ts';
import type { EndDetails } from './end-sign-in.ts';
import { partyOf } from './party-of.ts';

type How = Omit<EndDetails, 'action'>;

/** Disables the account and ends what it is signed in with, in the caller's transaction (R3). */
export async function closeAccount(
  services: Services,
  records: Records,
  account: Account,
  how: How,
): Promise<Account & { readonly disabledAt: number }> {
  const disabledAt = services.clock.now();
  await records.accounts.setDisabledAt(account.id, disabledAt);
  const ended = await endAccountAccess(services, records, account, how);
  await recordDisabling(services, records, account, how, { ...ended });
  return { ...account, disabledAt };
}

export function recordDisabling(
  services: Services,
  records: Records,
  account: Account,
  { actor, source }: How,
  data: AuditData,
): Promise<void> {
  const details = {
    action: 'account.disabled',
    subject: partyOf('account', account),
    namespace: account.name,
  } as const;
  return records.audit.append(auditEventBy(services, actor, source, { ...details, data }));
}
