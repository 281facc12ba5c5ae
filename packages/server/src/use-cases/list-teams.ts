import type { Caller } from '../ports/caller.ts';
import type { Team } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';

/** By name, for members of the organization. Errors: `not-found`. */
export async function listTeams(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly Team[]> {
  const { organization } = await requireMembership(services.store.read, caller, organizationName);
  return services.store.read.teams.ofOrganization(organization.id);
}
