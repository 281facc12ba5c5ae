import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

import type { TeamMemberInput } from './put-team-member.ts';
import { teamOf } from './team-of.ts';

/** By an owner; the account stays a member of the organization. Errors: `not-found`, `forbidden`. */
export async function removeTeamMember(services: Services, caller: Caller, input: TeamMemberInput): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, input.organizationName);
    const team = await teamOf(records, organization, input.teamName);
    const members = await records.teams.members(team.id);
    const member = members.find(({ accountName }) => accountName === input.accountName);
    if (!member) throw new DomainError('not-found', { what: 'member' });
    await records.teams.removeMember(team.id, member.accountId);
    const subject = partyOf('account', { id: member.accountId, name: member.accountName });
    const details = { action: 'team.member-removed', subject, namespace: organization.name } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { team: team.name } }));
  });
}
