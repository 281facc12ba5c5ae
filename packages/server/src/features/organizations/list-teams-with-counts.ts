import type { Services } from '../../services.ts';
import type { Team } from '../../store/records/teams.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership } from '../access/permissions.ts';

export interface TeamWithCount extends Team {
  readonly memberCount: number;
}

/** By name, for members of the organization. Errors: `not-found`. */
export async function listTeamsWithCounts(
  { store }: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly TeamWithCount[]> {
  const { organization } = await requireMembership({ records: store.read, caller }, organizationName);
  const [teams, all] = await Promise.all([
    store.read.teams.ofOrganization(organization.id),
    store.read.teams.allMembers(organization.id),
  ]);
  const members = Map.groupBy(all, ({ team }) => team.id);
  return teams.map((team) => ({ ...team, memberCount: members.get(team.id)?.length ?? 0 }));
}
