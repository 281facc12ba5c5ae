import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { OrganizationDomain } from '../../store/records/domains.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { Records } from '../../store/store.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import { domainRecordOf } from './domain-challenge.ts';
import { domainOf } from './domain-of.ts';

/**
 * Looks the TXT record up; by an owner. A domain that is verified already stays so, without a look-up.
 * Errors: `not-found`, `forbidden`, `conflict`, `unavailable` where no server answers.
 */
export async function verifyDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  name: string,
): Promise<OrganizationDomain> {
  const { organization } = await requireOwnership({ records: services.store.read, caller }, organizationName);
  const domain = await domainOf(services.store.read, organization, name);
  if (domain.verifiedAt !== null) return domain;
  const record = domainRecordOf(domain);
  // Outside the transaction: a slow server must not hold the database.
  if (!(await services.dns.txt(record.name)).includes(record.value)) throw unproven(record.name);
  return services.store.transaction((records) => keepProof(services, records, caller, organization, domain));
}

async function keepProof(
  services: Services,
  records: Records,
  caller: Caller,
  organization: Organization,
  domain: OrganizationDomain,
): Promise<OrganizationDomain> {
  const verifiedAt = services.clock.now();
  await requireOwnership({ records, caller }, organization.name);
  const subject = partyOf('organization', organization);
  const details = { action: 'domain.verified', subject, namespace: organization.name } as const;
  // Appended first: it lets one writer through at a time, so no other organization can prove it in between.
  await records.audit.append(auditEventOf(services, caller, { ...details, data: { domain: domain.name } }));
  const holder = await records.domains.holder(domain.name);
  if (holder === organization.id) return domainOf(records, organization, domain.name);
  if (holder !== undefined) throw heldByAnother();
  const isKept = await records.domains.setVerifiedAt(organization.id, domain.name, domain.challenge, verifiedAt);
  if (!isKept) throw new DomainError('not-found', { what: 'domain' });
  return { ...domain, verifiedAt };
}

function unproven(recordName: string): DomainError {
  const reason = `no TXT record at ${recordName} holds this organization's value; DNS may need a while to tell of a change`;
  return new DomainError('conflict', { reason });
}

function heldByAnother(): DomainError {
  return new DomainError('conflict', { reason: 'another organization has proven this domain; ask it to give it up' });
}
