import { DomainError } from '@lanyard/core/domain-error';
import { requireDomainName } from '@lanyard/core/single-sign-on/domain-name';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { OrganizationDomain } from '../../store/records/single-sign-on/domains.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { type AuditSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

const CHALLENGE_BYTES = 24;
/** They are listed whole, and anybody can own an organization. */
const DOMAINS_AT_MOST = 100;

/** Sorted by name, for owners. Errors: `not-found`, `forbidden`. */
export async function listDomains(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly OrganizationDomain[]> {
  const { organization } = await requireOwnership(look(services, caller), organizationName);
  return services.store.read.domains.ofOrganization(organization.id);
}

/**
 * For an owner: adds a domain that the organization is going to prove. Only an owner who really proves it learns that
 * another organization has it. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`.
 */
export async function addDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  text: string,
): Promise<OrganizationDomain> {
  const challenge = Buffer.from(services.random.bytes(CHALLENGE_BYTES)).toString('base64url');
  return transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const { domains } = change.records;
    const name = requireDomainName(text);
    const domain = { organizationId: organization.id, name, challenge, createdAt: change.now, verifiedAt: null };
    if (await domains.byName(organization.id, name)) {
      throw new DomainError('conflict', { reason: 'the organization has this domain already', field: 'name' });
    }
    if ((await domains.ofOrganization(organization.id)).length >= DOMAINS_AT_MOST) {
      throw new DomainError('conflict', {
        reason: `an organization can have ${DOMAINS_AT_MOST} domains; remove some first`,
      });
    }
    await domains.insert(domain);
    await change.audit('domain.added', subjectIn(organization), { domain: name });
    return domain;
  });
}

export interface DomainRecord {
  readonly name: string;
  readonly value: string;
}

/** The TXT record that proves the domain for this organization. No other organization has this challenge. */
export function domainRecordOf({ name, challenge }: OrganizationDomain): DomainRecord {
  return { name: `_lanyard-challenge.${name}`, value: `lanyard-verification=${challenge}` };
}

/**
 * For an owner: looks up the TXT record. A domain that is already verified stays verified without a look-up. Errors:
 * `not-found`, `forbidden`, `conflict`, `unavailable` if no DNS server answers.
 */
export async function verifyDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  name: string,
): Promise<OrganizationDomain> {
  const { organization } = await requireOwnership(look(services, caller), organizationName);
  const domain = await requireDomain(services.store.read, organization, name);
  if (domain.verifiedAt !== null) return domain;
  const record = domainRecordOf(domain);
  // Outside the transaction, because a slow DNS server must not block the database.
  if (!(await services.dns.txt(record.name)).includes(record.value)) {
    const reason = `no TXT record at ${record.name} holds this organization's value; DNS may need a while to show a change`;
    throw new DomainError('conflict', { reason });
  }
  return transact(services, caller, (change) => keepProof(change, organizationName, domain));
}

async function keepProof(
  change: Change,
  organizationName: string,
  domain: OrganizationDomain,
): Promise<OrganizationDomain> {
  const { records, now, audit } = change;
  const { organization } = await requireOwnership(change, organizationName);
  const holder = await records.domains.holder(domain.name);
  if (holder === organization.id) return requireDomain(records, organization, domain.name);
  if (holder !== undefined) {
    const reason = 'another organization has proven this domain; ask its owners to remove it there';
    throw new DomainError('conflict', { reason });
  }
  // If another organization proves it at the same moment, the table refuses it, because a proven domain is unique
  // there.
  const isKept = await records.domains.setVerifiedAt(organization.id, domain.name, domain.challenge, now);
  if (!isKept) throw new DomainError('not-found', { what: 'domain' });
  await audit('domain.verified', subjectIn(organization), { domain: domain.name });
  return { ...domain, verifiedAt: now };
}

/**
 * For an owner. From now on, everything that the domain permitted is refused, and sessions and command lines of its
 * people that came through the provider end. Their links are kept, and count again if this organization proves the
 * domain again. Errors: `not-found`, `forbidden`.
 */
export async function removeDomain(
  services: Services,
  caller: Caller,
  organizationName: string,
  name: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const domain = await requireDomain(change.records, organization, name);
    const facts = { domain: domain.name, wasVerified: domain.verifiedAt !== null };
    await change.audit('domain.removed', subjectIn(organization), facts);
    if (facts.wasVerified) {
      await change.records.sessions.deleteOfDomain(organization.id, domain.name);
      const ofDomain = { organizationId: organization.id, domain: domain.name };
      await change.records.commandLines.endOfProvider(ofDomain, change.now);
    }
    await change.records.domains.delete(organization.id, domain.name);
  });
}

/** The organization's domain with this name, in any case. Errors: `not-found`. */
async function requireDomain(
  { domains }: Pick<Reads, 'domains'>,
  organization: Organization,
  name: string,
): Promise<OrganizationDomain> {
  const domain = await domains.byName(organization.id, name.toLowerCase());
  if (domain) return domain;
  throw new DomainError('not-found', { what: 'domain' });
}

function subjectIn(organization: Organization): AuditSubject {
  return subjectOf('organization', organization, organization.name);
}
