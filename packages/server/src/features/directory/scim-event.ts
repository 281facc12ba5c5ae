import type { AuditData, AuditParty } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Records } from '../../store/store.ts';
import { auditEventBy, type EventDetails } from '../access/audit-event-of.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

/** Directories act as the organization that made their token. */
export function scimActor({ organization }: ScimCaller): AuditParty {
  return partyOf('organization', organization);
}

/** Appends an event of the directory to the organization's log, unless another namespace is named. */
export function recordScim(
  services: Services,
  records: Records,
  caller: ScimCaller,
  details: Omit<EventDetails, 'namespace' | 'data'> & { readonly namespace?: string; readonly data?: AuditData },
): Promise<void> {
  const whole = { namespace: caller.organization.name, ...details, data: { ...details.data, by: 'scim' } };
  return records.audit.append(auditEventBy(services, scimActor(caller), caller, whole));
}
