import type { AuditAction } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { MemberRole } from '../../store/records/organizations.ts';
import { requireAccount, requireOwnerLeft } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

export interface MemberInput {
  readonly organizationName: string;
  readonly accountName: string;
  readonly role: MemberRole;
}

/** Adds a member or changes the role; by an owner. Errors: `not-found`, `forbidden`, `conflict` for the last owner. */
export async function putMember(services: Services, caller: Caller, input: MemberInput): Promise<void> {
  const { organizationName, accountName, role } = input;
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const account = await requireAccount(records, accountName);
    const before = await records.organizations.role(organization.id, account.id);
    if (before === role) return;
    await records.organizations.putMember(organization.id, account.id, role, services.clock.now());
    const action: AuditAction = before === undefined ? 'member.added' : 'member.role-changed';
    const data = { role, ...(before !== undefined && { before }) };
    const details = { action, subject: partyOf('account', account), namespace: organization.name, data };
    await records.audit.append(auditEventOf(services, caller, details));
    await requireOwnerLeft(records, organization);
  });
}
