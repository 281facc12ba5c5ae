import type { Caller } from '../ports/caller.ts';
import type { Member, Page, Paged } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';

/** By name, for members of the organization. Errors: `not-found`. */
export async function listMembers(
  services: Services,
  caller: Caller,
  organizationName: string,
  page: Page,
): Promise<Paged<Member>> {
  const { organization } = await requireMembership(services.store.read, caller, organizationName);
  return services.store.read.organizations.members(organization.id, page);
}
