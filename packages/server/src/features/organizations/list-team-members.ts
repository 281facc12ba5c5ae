import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

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
  const { organization } = await requireMembership({ records: store.read, caller }, organizationName);
  const team = await teamOf(store.read, organization, teamName);
  return store.read.teams.members(team.id);
}
