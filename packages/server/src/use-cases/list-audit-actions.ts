import { AUDIT_ACTIONS, type AuditAction } from '@lanyard/core/audit-event';
import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { requireAuditReader } from './require-audit-reader.ts';

/** All that a namespace's log may be filtered by. Errors: those of `requireAuditReader`. */
export async function listAuditActions(
  { store }: Services,
  caller: AccountCaller,
  namespace: string,
): Promise<readonly AuditAction[]> {
  await requireAuditReader(store.read, caller, namespace);
  return AUDIT_ACTIONS;
}
