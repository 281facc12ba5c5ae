import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/scim-groups.ts';
import type { Team } from '../../store/records/teams.ts';
import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import { editScimMembers } from './edit-scim-members.ts';
import { numbered, slugOf } from './scim-account.ts';
import { recordScim } from './scim-event.ts';

export interface ScimGroupInput {
  readonly displayName: string;
  readonly externalId: string | null;
  /** Ids of accounts. */
  readonly members: readonly string[];
}

/**
 * Makes a team, or takes on the one of that name that no directory manages, its rights with it; its members are from then
 * on those whom the directory names. Errors: `conflict` for a displayName that another group has, `invalid-input`.
 */
export async function createScimGroup(
  services: Services,
  caller: ScimCaller,
  { displayName, externalId, members }: ScimGroupInput,
): Promise<ScimGroup> {
  return services.store.transaction(async (records) => {
    const slug = slugOf(displayName);
    const found = slug === undefined ? undefined : await unmanagedTeam(records, caller, slug);
    const team = found ?? (await makeTeam(services, records, caller, slug ?? 'group'));
    const { organizationId } = team;
    const names = { displayName, externalId };
    const group = { organizationId, teamId: team.id, ...names, createdAt: services.clock.now(), team };
    await records.scimGroups.put(group);
    const details = { action: 'scim-group.changed', subject: partyOf('team', team), data: names } as const;
    await recordScim(services, records, caller, details);
    await editScimMembers(services, records, caller, group, [{ op: 'replace', ids: members }]);
    return group;
  });
}

async function unmanagedTeam(records: Records, { organization }: ScimCaller, name: string): Promise<Team | undefined> {
  const team = await records.teams.byName(organization.id, name);
  if (!team || (await records.scimGroups.byId(organization.id, team.id))) return undefined;
  return team;
}

async function makeTeam(services: Services, records: Records, caller: ScimCaller, base: string): Promise<Team> {
  const name = await freeTeamName(records, caller, base);
  const createdAt = services.clock.now();
  const team = { id: services.random.uuid(), organizationId: caller.organization.id, name, createdAt };
  await records.teams.insert(team);
  await recordScim(services, records, caller, { action: 'team.created', subject: partyOf('team', team) });
  return team;
}

async function freeTeamName(records: Records, { organization }: ScimCaller, base: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = numbered(base, count);
    if (!(await records.teams.byName(organization.id, name))) return name;
  }
}
