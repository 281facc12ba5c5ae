import type { Services } from '../../services.ts';
import type { OrganizationDomain } from '../../store/records/domains.ts';
import type { Caller } from '../access/caller.ts';
import { requireOwnership } from '../access/permissions.ts';

/** By name, for owners. Errors: `not-found`, `forbidden`. */
export async function listDomains(
  { store }: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly OrganizationDomain[]> {
  const { organization } = await requireOwnership({ records: store.read, caller }, organizationName);
  return store.read.domains.ofOrganization(organization.id);
}
