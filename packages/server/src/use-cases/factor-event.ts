import type { AuditAction, AuditData } from '@lanyard/core/audit-event';
import type { Caller } from '../ports/caller.ts';
import type { Account, SecondFactor } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import type { Records } from '../ports/store.ts';
import { auditEventOf } from './audit-event-of.ts';

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
