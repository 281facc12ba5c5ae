import { DomainError } from '@lanyard/core/domain-error';
import { requireDomainName } from '@lanyard/core/single-sign-on/domain-name';
import type { Services } from '../../services.ts';
import type { OrganizationDomain } from '../../store/records/domains.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

const CHALLENGE_BYTES = 24;

/**
 * Names a domain that the organization is going to prove; by an owner. Whether another has proven it is said only to
 * whoever proves it too. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`.
 */
export async function addDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  text: string,
): Promise<OrganizationDomain> {
  const challenge = Buffer.from(services.random.bytes(CHALLENGE_BYTES)).toString('base64url');
  const createdAt = services.clock.now();
  return services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const domain = { organizationId: organization.id, name: requireDomainName(text), challenge, createdAt };
    if (await records.domains.byName(organization.id, domain.name)) throw taken();
    await records.domains.insert({ ...domain, verifiedAt: null });
    const subject = partyOf('organization', organization);
    const details = { action: 'domain.added', subject, namespace: organization.name } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { domain: domain.name } }));
    return { ...domain, verifiedAt: null };
  });
}

function taken(): DomainError {
  return new DomainError('conflict', { reason: 'the organization has this domain already', field: 'name' });
}
