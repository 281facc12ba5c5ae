import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { ScimGroup, ScimGroupFilter } from '../../store/records/scim-groups.ts';

import type { ScimCaller } from '../access/caller.ts';

/** A user of the directory that is in a group. */
export interface ScimGroupMember {
  readonly accountId: string;
  readonly userName: string;
}

/** The teams that this organization's directory manages, by displayName. */
export function listScimGroups(
  { store }: Services,
  { organization }: ScimCaller,
  filter: ScimGroupFilter,
): Promise<Paged<ScimGroup>> {
  return store.read.scimGroups.list(organization.id, filter);
}

/** Errors: `not-found`. */
export async function showScimGroup({ store }: Services, { organization }: ScimCaller, id: string): Promise<ScimGroup> {
  const group = await store.read.scimGroups.byId(organization.id, id);
  if (group) return group;
  throw new DomainError('not-found', { what: 'group' });
}

/** Who is in each of these groups, by the group's id and then by userName. */
export async function scimGroupMembers(
  { store }: Services,
  groups: readonly ScimGroup[],
): Promise<ReadonlyMap<string, readonly ScimGroupMember[]>> {
  const members = await store.read.scimGroups.members(groups.map(({ teamId }) => teamId));
  return Map.groupBy(members, ({ teamId }) => teamId);
}

/** The groups of each of these users, by the account's id and then by displayName. */
export async function groupsOfScimUsers(
  { store }: Services,
  { organization }: ScimCaller,
  accountIds: readonly string[],
) {
  const groups = await store.read.scimGroups.ofAccounts(organization.id, accountIds);
  return Map.groupBy(groups, ({ accountId }) => accountId);
}
