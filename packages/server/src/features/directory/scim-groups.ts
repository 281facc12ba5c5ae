import { nameFrom } from '@lanyard/core/accounts/namespace-name';
import type { MemberEdit } from '@lanyard/core/directory/scim-members';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { ScimGroup, ScimGroupFilter } from '../../store/records/directory/scim-groups.ts';
import type { Team } from '../../store/records/organizations/teams.ts';
import type { ScimCaller } from '../access/caller.ts';
import { type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireRoomForTeam } from '../access/require-room.ts';
import { freeTeamName } from './free-names.ts';
import { editScimMembers } from './scim-members.ts';

export interface ScimGroupInput {
  readonly displayName: string;
  readonly externalId: string | null;
  /** The ids of accounts. */
  readonly members: readonly string[];
}

/** Fields that are missing do not change. */
export interface ScimGroupChanges extends Partial<Omit<ScimGroupInput, 'members'>> {
  readonly members?: readonly MemberEdit[];
}

/** The teams that this organization's directory manages, sorted by displayName. */
export function listScimGroups(
  services: Services,
  caller: ScimCaller,
  filter: ScimGroupFilter,
): Promise<Paged<ScimGroup>> {
  return look(services, caller).records.scimGroups.list(caller.organization.id, filter);
}

/** Errors: `not-found`. */
export async function showScimGroup(services: Services, caller: ScimCaller, id: string): Promise<ScimGroup> {
  return found(await look(services, caller).records.scimGroups.byId(caller.organization.id, id));
}

function found(group: ScimGroup | undefined): ScimGroup {
  if (group) return group;
  throw new DomainError('not-found', { what: 'group' });
}

/**
 * Creates a team. If a team with that name exists and no directory manages it, the directory manages it from now on,
 * and the team keeps its rights. Its members are then those that the directory names. Errors: `conflict` for a
 * displayName that another group has, `invalid-input`.
 */
export async function createScimGroup(
  services: Services,
  caller: ScimCaller,
  { displayName, externalId, members }: ScimGroupInput,
): Promise<ScimGroup> {
  const { organization } = caller;
  return transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const name = nameFrom(displayName);
    const taken = name === undefined ? undefined : await unmanagedTeam(change, name);
    const team = taken ?? (await createTeam(change, name ?? 'group'));
    const names = { displayName, externalId };
    const group = { organizationId: organization.id, teamId: team.id, ...names, createdAt: now, team };
    await records.scimGroups.put(group);
    await audit('scim-group.changed', subjectOf('team', team, organization.name), names);
    await editScimMembers(change, group, [{ op: 'replace', ids: members }]);
    return group;
  });
}

async function unmanagedTeam({ records, caller }: Change<ScimCaller>, name: string): Promise<Team | undefined> {
  const { id } = caller.organization;
  const team = await records.teams.byName(id, name);
  if (!team || (await records.scimGroups.byId(id, team.id))) return undefined;
  return team;
}

async function createTeam({ records, caller, now, newId, audit }: Change<ScimCaller>, base: string): Promise<Team> {
  const { organization } = caller;
  await requireRoomForTeam(records, organization);
  const name = await freeTeamName(records, organization, base);
  const team = { id: newId(), organizationId: organization.id, name, description: '', createdAt: now };
  await records.teams.insert(team);
  await audit('team.created', subjectOf('team', team, organization.name));
  return team;
}

/** The team keeps its name, because rights and people refer to it. Errors: `not-found`, `conflict`, `invalid-input`. */
export async function changeScimGroup(
  services: Services,
  caller: ScimCaller,
  id: string,
  changes: ScimGroupChanges,
): Promise<ScimGroup> {
  return transact(services, caller, async (change) => {
    const group = await lockGroup(change, id);
    const renamed = await rename(change, group, changes);
    await editScimMembers(change, group, changes.members ?? []);
    return renamed;
  });
}

/** A group of this organization's directory, locked until the transaction ends. Errors: `not-found`. */
async function lockGroup({ records, caller }: Change<ScimCaller>, id: string): Promise<ScimGroup> {
  return found(await records.scimGroups.lock(caller.organization.id, id));
}

async function rename(
  { records, caller, audit }: Change<ScimCaller>,
  group: ScimGroup,
  { displayName = group.displayName, externalId = group.externalId }: ScimGroupChanges,
): Promise<ScimGroup> {
  if (displayName === group.displayName && externalId === group.externalId) return group;
  const renamed = { ...group, displayName, externalId };
  await records.scimGroups.put(renamed);
  await audit('scim-group.changed', subjectOf('team', group.team, caller.organization.name), {
    displayName,
    externalId,
  });
  return renamed;
}

/** Deletes the team with its memberships and rights. Errors: `not-found`. */
export async function deleteScimGroup(services: Services, caller: ScimCaller, id: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { team, displayName } = await lockGroup(change, id);
    await change.audit('team.deleted', subjectOf('team', team, caller.organization.name), { displayName });
    await change.records.teams.delete(team.id);
  });
}
