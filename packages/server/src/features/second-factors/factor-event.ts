import type { AuditAction, AuditData } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { SecondFactor } from '../../store/records/second-factors.ts';

import type { Records } from '../../store/store.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';

/** Appended in the transaction of the change. */
export function recordFactor(
  services: Services,
  records: Records,
  caller: Caller,
  account: Account,
  action: Extract<AuditAction, `factor.${string}`>,
  { id, name, type }: Pick<SecondFactor, 'id' | 'name' | 'type'>,
  data: AuditData = {},
): Promise<void> {
  const subject = { type: 'factor', id, name } as const;
  const details = { action, subject, namespace: account.name, data: { type, ...data } };
  return records.audit.append(auditEventOf(services, caller, details));
}
