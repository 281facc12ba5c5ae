import type { Services } from '../../services.ts';
import type { Team } from '../../store/records/teams.ts';

import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/organization-access.ts';

/** By name, for members of the organization. Errors: `not-found`. */
export async function listTeams(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly Team[]> {
  const { organization } = await requireMembership(services.store.read, caller, organizationName);
  return services.store.read.teams.ofOrganization(organization.id);
}
