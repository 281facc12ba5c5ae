import type { MemberEdit } from '@lanyard/core/directory/scim-members';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/scim-groups.ts';
import type { Records } from '../../store/store.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import type { ScimGroupInput } from './create-scim-group.ts';
import { editScimMembers } from './edit-scim-members.ts';
import { recordScim } from './scim-event.ts';

/** What is left out stays as it is. */
export interface ScimGroupChanges extends Partial<Pick<ScimGroupInput, 'displayName' | 'externalId'>> {
  readonly members?: readonly MemberEdit[];
}

/** The team keeps its name: rights and people refer to it. Errors: `not-found`, `conflict`, `invalid-input`. */
export async function changeScimGroup(
  services: Services,
  caller: ScimCaller,
  id: string,
  changes: ScimGroupChanges,
): Promise<ScimGroup> {
  return services.store.transaction(async (records) => {
    const group = await requireScimGroup(records, caller, id);
    const renamed = await rename(services, records, caller, group, changes);
    await editScimMembers(services, records, caller, group, changes.members ?? []);
    return renamed;
  });
}

/** Of this organization's directory; nobody else changes it before the transaction ends. Errors: `not-found`. */
export async function requireScimGroup(records: Records, { organization }: ScimCaller, id: string): Promise<ScimGroup> {
  const group = await records.scimGroups.lock(organization.id, id);
  if (group) return group;
  throw new DomainError('not-found', { what: 'group' });
}

async function rename(
  services: Services,
  records: Records,
  caller: ScimCaller,
  group: ScimGroup,
  { displayName = group.displayName, externalId = group.externalId }: ScimGroupChanges,
): Promise<ScimGroup> {
  if (displayName === group.displayName && externalId === group.externalId) return group;
  const renamed = { ...group, displayName, externalId };
  await records.scimGroups.put(renamed);
  const subject = partyOf('team', group.team);
  const data = { displayName, externalId };
  await recordScim(services, records, caller, { action: 'scim-group.changed', subject, data });
  return renamed;
}
