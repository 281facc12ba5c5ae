import type { Services } from '../../services.ts';
import { requireMember, requireOwnerLeft } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';

/**
 * By an owner, or by the member who leaves. Teams and rights of the organization go with the membership.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function removeMember(
  services: Services,
  caller: Caller,
  organizationName: string,
  accountName: string,
): Promise<void> {
  const isLeaving = caller.type === 'account' && caller.account.name === accountName;
  const requireStanding = isLeaving ? requireMembership : requireOwnership;
  await services.store.transaction(async (records) => {
    const { organization } = await requireStanding({ records, caller }, organizationName);
    const account = await requireMember(records, organization, accountName);
    // Appended first: it lets one writer through at a time, so no right can be given behind the removal's back.
    const details = { action: 'member.removed', subject: partyOf('account', account) } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, namespace: organization.name }));
    await records.organizations.removeMember(organization.id, account.id);
    await requireOwnerLeft(records, organization);
  });
}
