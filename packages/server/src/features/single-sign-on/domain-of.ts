import { DomainError } from '@lanyard/core/domain-error';
import type { OrganizationDomain } from '../../store/records/domains.ts';
import type { Organization } from '../../store/records/organizations.ts';

import type { Reads } from '../../store/store.ts';

/** The organization's domain of this name, in any spelling of case. Errors: `not-found`. */
export async function domainOf(
  { domains }: Pick<Reads, 'domains'>,
  organization: Organization,
  name: string,
): Promise<OrganizationDomain> {
  const domain = await domains.byName(organization.id, name.toLowerCase());
  if (domain) return domain;
  throw new DomainError('not-found', { what: 'domain' });
}
