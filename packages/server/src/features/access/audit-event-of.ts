import type { AuditAction, AuditData, AuditEvent, AuditParty } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Caller, Source } from './caller.ts';
import { partyOf } from './change.ts';

export interface EventDetails {
  readonly action: AuditAction;
  readonly subject: AuditParty;
  readonly namespace: string | null;
  readonly data?: AuditData;
}

export function auditEventOf(services: Services, caller: Caller, details: EventDetails): AuditEvent {
  return auditEventBy(services, actorOf(caller), caller, details);
}

export function auditEventBy(services: Services, actor: AuditParty, source: Source, details: EventDetails): AuditEvent {
  const { address, client } = source;
  return { id: services.random.uuid(), at: services.clock.now(), actor, address, client, data: {}, ...details };
}

export function actorOf(caller: Caller): AuditParty {
  if (caller.type === 'operator') return { type: 'operator', id: 'operator', name: 'operator' };
  return partyOf('account', caller.account);
}
