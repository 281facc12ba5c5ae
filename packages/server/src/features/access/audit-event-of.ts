import type { AuditAction, AuditData, AuditEvent, AuditParty } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Source } from './caller.ts';

interface EventDetails {
  readonly action: AuditAction;
  readonly subject: AuditParty;
  readonly namespace: string | null;
  readonly data?: AuditData;
}

export function auditEventBy(services: Services, actor: AuditParty, source: Source, details: EventDetails): AuditEvent {
  const { address, client } = source;
  return { id: services.random.uuid(), at: services.clock.now(), actor, address, client, data: {}, ...details };
}
