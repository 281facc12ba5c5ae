import type { Services } from '../../services.ts';
import type { ScimCaller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import { requireScimGroup } from './change-scim-group.ts';
import { recordScim } from './scim-event.ts';

/** Deletes the team with its memberships and rights. Errors: `not-found`. */
export async function deleteScimGroup(services: Services, caller: ScimCaller, id: string): Promise<void> {
  await services.store.transaction(async (records) => {
    const { team, displayName } = await requireScimGroup(records, caller, id);
    const subject = partyOf('team', team);
    await recordScim(services, records, caller, { action: 'team.deleted', subject, data: { displayName } });
    await records.teams.delete(team.id);
  });
}
