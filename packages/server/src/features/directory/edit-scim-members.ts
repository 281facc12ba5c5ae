import { editedMembers, type MemberEdit } from '@lanyard/core/directory/scim-members';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/scim-groups.ts';

import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';
import { recordScim } from './scim-event.ts';

/**
 * In the caller's transaction, an event for each who comes or goes. Only users whom the directory provisioned may come;
 * a replaced set holds nobody else, whoever put them into the team (attack 8). Errors: `invalid-input`.
 */
export async function editScimMembers(
  services: Services,
  records: Records,
  caller: ScimCaller,
  { team }: ScimGroup,
  edits: readonly MemberEdit[],
): Promise<void> {
  const before = new Map((await records.teams.members(team.id)).map((one) => [one.accountId, one.accountName]));
  const named = [...new Set(edits.filter(({ op }) => op !== 'remove').flatMap(({ ids }) => ids))];
  const users = await requireUsers(records, caller, named);
  const after = editedMembers(before.keys(), edits);
  const added = [...after].filter((id) => !before.has(id));
  const removed = [...before.keys()].filter((id) => !after.has(id));
  const record = (action: 'team.member-added' | 'team.member-removed', id: string) => {
    const subject = { type: 'account', id, name: before.get(id) ?? users.get(id) ?? '' } as const;
    return recordScim(services, records, caller, { action, subject, data: { team: team.name } });
  };
  for (const id of removed) await record('team.member-removed', id);
  for (const id of added) await record('team.member-added', id);
  // Asked again now that no other writer can end a membership in between.
  await requireUsers(records, caller, added);
  for (const id of removed) await records.teams.removeMember(team.id, id);
  for (const id of added) await records.teams.addMember(team.id, id);
}

/** The names of these accounts, by id. */
async function requireUsers(
  records: Records,
  { organization }: ScimCaller,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const users = await records.scimUsers.members(organization.id, ids);
  const names = new Map(users.map(({ account }) => [account.id, account.name]));
  if (ids.every((id) => names.has(id))) return names;
  const reason = 'must be ids of users whom this directory provisioned and who are members of the organization';
  throw new DomainError('invalid-input', { field: 'members', reason });
}
