import type { Caller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';
import { teamOf } from './team-of.ts';

export interface TeamMember {
  readonly accountId: string;
  readonly accountName: string;
}

/** By name, for members of the organization. Errors: `not-found`. */
export async function listTeamMembers(
  { store }: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<readonly TeamMember[]> {
  const { organization } = await requireMembership(store.read, caller, organizationName);
  const team = await teamOf(store.read, organization, teamName);
  return store.read.teams.members(team.id);
}
