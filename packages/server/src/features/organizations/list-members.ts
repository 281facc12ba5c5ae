import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Member } from '../../store/records/organizations.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

/** By name, for members of the organization. Errors: `not-found`. */
export async function listMembers(
  services: Services,
  caller: Caller,
  organizationName: string,
  page: Page,
): Promise<Paged<Member>> {
  const { organization } = await requireMembership({ records: services.store.read, caller }, organizationName);
  return services.store.read.organizations.members(organization.id, page);
}
