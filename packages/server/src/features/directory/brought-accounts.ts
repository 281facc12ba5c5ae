import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { beginMembership, joinWaitingGroups } from '../access/begin-membership.ts';
import type { Asker, Change } from '../access/change.ts';

/**
 * Makes the account a member, and puts it into the groups that the directory put it into before. Not after an owner removed
 * it or it left: then only an invitation that it accepts brings it back (attack 42).
 */
export async function join(change: Change<Asker>, organization: Organization, account: Account): Promise<void> {
  const { records } = change;
  if (await records.removedMembers.find(organization.id, account.id)) return;
  const isMember = (await records.organizations.role(organization.id, account.id)) !== undefined;
  if (isMember) await joinWaitingGroups(change, organization, account);
  else await beginMembership(change, organization, account, 'member');
}

/**
 * Whether the account is more than this organization's: it has a password or a second factor, or belongs elsewhere too.
 * Then its person is asked before the organization's directory or provider has a say in it.
 */
export async function isSomebodysOwn(
  records: Pick<Reads, 'organizations'>,
  account: Account,
  organizationId: string,
): Promise<boolean> {
  if (account.passwordHash !== null || account.hasSecondFactor) return true;
  return isMemberElsewhere(records, account, organizationId);
}

export async function isMemberElsewhere(
  { organizations }: Pick<Reads, 'organizations'>,
  { id }: Account,
  organizationId: string,
): Promise<boolean> {
  return (await organizations.ofAccount(id)).some(({ organization }) => organization.id !== organizationId);
}
