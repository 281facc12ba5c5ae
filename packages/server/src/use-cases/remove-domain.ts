import type { Caller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { auditEventOf } from './audit-event-of.ts';
import { domainOf } from './domain-of.ts';
import { requireOwnership } from './organization-access.ts';
import { partyOf } from './party-of.ts';

/** By an owner; what was allowed because of the domain is not any more. Errors: `not-found`, `forbidden`. */
export async function removeDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  name: string,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership(records, caller, organizationName);
    const domain = await domainOf(records, organization, name);
    const data = { domain: domain.name, wasVerified: domain.verifiedAt !== null };
    const subject = partyOf('organization', organization);
    const details = { action: 'domain.removed', subject, namespace: organization.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    await records.domains.delete(organization.id, domain.name);
  });
}
