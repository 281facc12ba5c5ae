import { AUDIT_ACTION_NAMES, type AuditAction } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireAuditReader } from '../access/permissions.ts';

/** All that a namespace's log may be filtered by. Errors: those of `requireAuditReader`. */
export async function listAuditActions(
  { store }: Services,
  caller: AccountCaller,
  namespace: string,
): Promise<readonly AuditAction[]> {
  await requireAuditReader({ records: store.read, caller }, namespace);
  return AUDIT_ACTION_NAMES;
}
