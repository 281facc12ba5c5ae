import { editedMembers, type MemberEdit } from '@lanyard/core/directory/scim-members';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/scim-groups.ts';
import type { ScimCaller } from '../access/caller.ts';
import { type Change, look, subjectOf } from '../access/change.ts';

/** A user of the directory that is in a group. */
export interface ScimGroupMember {
  readonly accountId: string;
  readonly userName: string;
}

/** Who is in each of these groups, by the group's id and then by userName. */
export async function scimGroupMembers(
  services: Services,
  caller: ScimCaller,
  groups: readonly ScimGroup[],
): Promise<ReadonlyMap<string, readonly ScimGroupMember[]>> {
  const members = await look(services, caller).records.scimGroups.members(groups.map(({ teamId }) => teamId));
  return Map.groupBy(members, ({ teamId }) => teamId);
}

/** A group that a user is in. */
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
 * Changes who is in the group, with an event for each person. Only users whom the directory provisioned can be added.
 * `replace` also removes members that an owner added (attack 8). Errors: `invalid-input`.
 */
export async function editScimMembers(
  change: Change<ScimCaller>,
  { team }: ScimGroup,
  edits: readonly MemberEdit[],
): Promise<void> {
  const { records, caller, audit } = change;
  const before = new Map((await records.teams.members(team.id)).map((one) => [one.accountId, one.accountName]));
  const named = [...new Set(edits.filter(({ op }) => op !== 'remove').flatMap(({ ids }) => ids))];
  const users = await requireUsers(change, named);
  const after = editedMembers(before.keys(), edits);
  const added = [...after].filter((id) => !before.has(id));
  const removed = [...before.keys()].filter((id) => !after.has(id));
  const record = (action: 'team.member-added' | 'team.member-removed', id: string) => {
    const account = { id, name: before.get(id) ?? users.get(id) ?? '' };
    return audit(action, subjectOf('account', account, caller.organization.name), { team: team.name });
  };
  for (const id of removed) await record('team.member-removed', id);
  for (const id of added) await record('team.member-added', id);
  // Checked again now that no other transaction can end a membership in between.
  await requireUsers(change, added);
  for (const id of removed) await records.teams.removeMember(team.id, id);
  for (const id of added) await records.teams.addMember(team.id, id);
}

/** The names of these accounts, by id. */
async function requireUsers(
  { records, caller }: Change<ScimCaller>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const users = await records.scimUsers.members(caller.organization.id, ids);
  const names = new Map(users.map(({ account }) => [account.id, account.name]));
  if (ids.every((id) => names.has(id))) return names;
  const reason = 'must be ids of users whom this directory provisioned and who are members of the organization';
  throw new DomainError('invalid-input', { field: 'members', reason });
}
