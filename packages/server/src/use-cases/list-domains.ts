import type { Caller } from '../ports/caller.ts';
import type { OrganizationDomain } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireOwnership } from './organization-access.ts';

/** By name, for owners. Errors: `not-found`, `forbidden`. */
export async function listDomains(
  { store }: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly OrganizationDomain[]> {
  const { organization } = await requireOwnership(store.read, caller, organizationName);
  return store.read.domains.ofOrganization(organization.id);
}
