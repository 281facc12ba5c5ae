import { editedMembers, type MemberEdit } from '@lanyard/core/directory/scim-members';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/directory/scim-groups.ts';
import type { ScimCaller } from '../access/caller.ts';
import { type Change, look, subjectOf } from '../access/change.ts';

/** A user of the directory who is in a group. */
export interface ScimGroupMember {
  readonly accountId: string;
  readonly userName: string;
}

/** The members of each of these groups, by the group's id and then by userName. */
export async function scimGroupMembers(
  services: Services,
  caller: ScimCaller,
  groups: readonly ScimGroup[],
): Promise<ReadonlyMap<string, readonly ScimGroupMember[]>> {
  const members = await look(services, caller).records.scimGroups.members(groups.map(({ teamId }) => teamId));
  return Map.groupBy(members, ({ teamId }) => teamId);
}

/** A group of a user. */
export interface ScimGroupOfUser {
  readonly teamId: string;
  readonly displayName: string;
}

/** The groups of each of these users, by the account's id and then by displayName. */
export async function groupsOfScimUsers(
  services: Services,
  caller: ScimCaller,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ScimGroupOfUser[]>> {
  const groups = await look(services, caller).records.scimGroups.ofAccounts(caller.organization.id, accountIds);
  return Map.groupBy(groups, ({ accountId }) => accountId);
}

/**
 * Changes the members of the group, with an event for each person. Only users that the directory provisioned can be
 * added. A user who is not yet a member of the organization joins the team after becoming one. `replace` also removes
 * members that an owner added (attack 8). Errors: `invalid-input`.
 */
export async function editScimMembers(
  change: Change<ScimCaller>,
  { team }: ScimGroup,
  edits: readonly MemberEdit[],
): Promise<void> {
  const { records, caller, audit } = change;
  const added = [...new Set(edits.filter(({ op }) => op !== 'remove').flatMap(({ ids }) => ids))];
  await requireUsers(change, added);
  const { inTeam, waiting } = await membersBefore(change, team.id, edits);
  const before = new Map([...waiting, ...inTeam]);
  const after = editedMembers(before.keys(), edits);
  const record = (action: 'team.member-added' | 'team.member-removed', id: string, name = '') =>
    audit(action, subjectOf('account', { id, name }, caller.organization.name), { team: team.name });
  for (const [id, name] of before) {
    if (after.has(id)) continue;
    if (inTeam.has(id)) await record('team.member-removed', id, name);
    await records.teams.removeMember(team.id, id);
    await records.scimGroups.stopWaiting(team.id, id);
  }
  const outside = [...after].filter((id) => !inTeam.has(id));
  for (const { accountId: id, account, isMember } of await records.scimUsers.byIds(caller.organization.id, outside)) {
    if (!isMember) {
      await records.scimGroups.wait(team.id, id);
      continue;
    }
    await record('team.member-added', id, account.name);
    await records.teams.addMember(team.id, id);
    await records.scimGroups.stopWaiting(team.id, id);
  }
}

/** Reads all members only if some that are not named can leave, because a group can have very many. */
async function membersBefore({ records }: Change<ScimCaller>, teamId: string, edits: readonly MemberEdit[]) {
  const { teams, scimGroups } = records;
  if (edits.some(({ op }) => op === 'replace')) {
    return { inTeam: namesOf(await teams.members(teamId)), waiting: namesOf(await scimGroups.waiting(teamId)) };
  }
  const named = [...new Set(edits.flatMap(({ ids }) => ids))];
  const inTeam = namesOf(await teams.membersAmong(teamId, named));
  return { inTeam, waiting: namesOf(await scimGroups.waitingAmong(teamId, named)) };
}

function namesOf(
  members: readonly { readonly accountId: string; readonly accountName: string }[],
): ReadonlyMap<string, string> {
  return new Map(members.map(({ accountId, accountName }) => [accountId, accountName]));
}

async function requireUsers({ records, caller }: Change<ScimCaller>, ids: readonly string[]): Promise<void> {
  const users = await records.scimUsers.byIds(caller.organization.id, ids);
  if (new Set(users.map(({ accountId }) => accountId)).size === ids.length) return;
  const reason = 'must be ids of users whom this directory provisioned';
  throw new DomainError('invalid-input', { field: 'members', reason });
}
