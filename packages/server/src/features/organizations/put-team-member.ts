import type { Services } from '../../services.ts';
import { requireMember } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import { teamOf } from './team-of.ts';

export interface TeamMemberInput {
  readonly organizationName: string;
  readonly teamName: string;
  readonly accountName: string;
}

/**
 * By an owner; the account must be a member of the organization already. Who is in the team stays so, without an event.
 * Errors: `not-found`, `forbidden`.
 */
export async function putTeamMember(services: Services, caller: Caller, input: TeamMemberInput): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, input.organizationName);
    const team = await teamOf(records, organization, input.teamName);
    const account = await requireMember(records, organization, input.accountName);
    const members = await records.teams.members(team.id);
    if (members.some(({ accountId }) => accountId === account.id)) return;
    const details = { action: 'team.member-added', subject: partyOf('account', account) } as const;
    const place = { namespace: organization.name, data: { team: team.name } };
    await records.audit.append(auditEventOf(services, caller, { ...details, ...place }));
    // Asked again now that no other writer can end the membership in between.
    await requireMember(records, organization, input.accountName);
    await records.teams.addMember(team.id, account.id);
  });
}
