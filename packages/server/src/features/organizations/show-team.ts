import type { Services } from '../../services.ts';
import type { Team, TeamRight } from '../../store/records/teams.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

import { teamOf } from './team-of.ts';

export interface TeamWithMembers {
  readonly team: Team;
  /** Names of accounts, sorted. */
  readonly members: readonly string[];
  /** Null for whoever is neither an owner nor in the team: it would name repositories that the caller may not see. */
  readonly rights: readonly TeamRight[] | null;
}

/** For members of the organization. Errors: `not-found`. */
export async function showTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<TeamWithMembers> {
  const { read } = services.store;
  const { organization, role } = await requireMembership({ records: read, caller }, organizationName);
  const team = await teamOf(read, organization, teamName);
  const members = await read.teams.members(team.id);
  const isInTeam = caller.type === 'account' && members.some(({ accountId }) => accountId === caller.account.id);
  const rights = role === 'owner' || isInTeam ? await read.teams.rights(team.id) : null;
  return { team, members: members.map(({ accountName }) => accountName), rights };
}
