import type { AuditParty } from '@lanyard/core/audit/audit-event';

export function partyOf(type: AuditParty['type'], { id, name }: { readonly id: string; readonly name: string }) {
  return { type, id, name } satisfies AuditParty;
}
