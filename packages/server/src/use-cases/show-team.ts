import type { Caller } from '../ports/caller.ts';
import type { Team } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';
import { teamOf } from './team-of.ts';

export interface TeamWithMembers {
  readonly team: Team;
  /** Names of accounts, sorted. */
  readonly members: readonly string[];
}

/** For members of the organization. Errors: `not-found`. */
export async function showTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<TeamWithMembers> {
  const { read } = services.store;
  const { organization } = await requireMembership(read, caller, organizationName);
  const team = await teamOf(read, organization, teamName);
  const members = await read.teams.members(team.id);
  return { team, members: members.map(({ accountName }) => accountName) };
}
