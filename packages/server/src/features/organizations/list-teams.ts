import type { Services } from '../../services.ts';
import type { Team } from '../../store/records/teams.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

/** By name, for members of the organization. Errors: `not-found`. */
export async function listTeams(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly Team[]> {
  const { organization } = await requireMembership({ records: services.store.read, caller }, organizationName);
  return services.store.read.teams.ofOrganization(organization.id);
}
