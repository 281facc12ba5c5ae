import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import { domainOf } from './domain-of.ts';

/** By an owner; what was allowed because of the domain is not any more. Errors: `not-found`, `forbidden`. */
export async function removeDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  name: string,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const domain = await domainOf(records, organization, name);
    const data = { domain: domain.name, wasVerified: domain.verifiedAt !== null };
    const subject = partyOf('organization', organization);
    const details = { action: 'domain.removed', subject, namespace: organization.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    await records.domains.delete(organization.id, domain.name);
  });
}
