import type { AuditAction, AuditData, AuditEvent, AuditParty } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Caller, Source } from './caller.ts';

export interface EventDetails {
  readonly action: AuditAction;
  readonly subject: AuditParty;
  /** The account or organization in whose log it stands; null for the whole server. */
  readonly namespace: string | null;
  readonly data?: AuditData;
}

/** An event of this caller, now; it is appended in the transaction of the change that it tells. */
export function auditEventOf(services: Services, caller: Caller, details: EventDetails): AuditEvent {
  return auditEventBy(services, actorOf(caller), caller, details);
}

/** The same where no caller has been proven yet, as at sign-in. */
export function auditEventBy(services: Services, actor: AuditParty, source: Source, details: EventDetails): AuditEvent {
  return {
    id: services.random.uuid(),
    at: services.clock.now(),
    actor,
    address: source.address,
    client: source.client,
    data: {},
    ...details,
  };
}

export function actorOf(caller: Caller): AuditParty {
  if (caller.type === 'operator') return { type: 'operator', id: 'operator', name: 'operator' };
  return { type: 'account', id: caller.account.id, name: caller.account.name };
}
