import type { AuditData } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';

import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import { partyOf } from '../access/party-of.ts';
import type { EndDetails } from '../command-lines/end-sign-in.ts';
import { endAccountAccess } from './end-account-access.ts';

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
