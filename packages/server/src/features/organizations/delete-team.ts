import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import { teamOf } from './team-of.ts';

/** With its memberships and rights; by an owner. Errors: `not-found`, `forbidden`. */
export async function deleteTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const team = await teamOf(records, organization, teamName);
    const details = { action: 'team.deleted', subject: partyOf('team', team), namespace: organizationName } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    await records.teams.delete(team.id);
  });
}
