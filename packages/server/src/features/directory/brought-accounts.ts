import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { beginMembership, joinWaitingGroups } from '../access/begin-membership.ts';
import type { Asker, Change } from '../access/change.ts';

/**
 * Makes the account a member, and adds it to the groups in which the directory already had it. After an owner removed
 * the member, or the member left, this no longer works. Then only an accepted invitation brings the account back
 * (attack 42).
 */
export async function join(change: Change<Asker>, organization: Organization, account: Account): Promise<void> {
  const { records } = change;
  if (await records.removedMembers.find(organization.id, account.id)) return;
  const isMember = (await records.organizations.role(organization.id, account.id)) !== undefined;
  if (isMember) await joinWaitingGroups(change, organization, account);
  else await beginMembership(change, organization, account, 'member');
}

/**
 * Whether the account exists independently of this organization: it has a password or a second factor, or belongs to
 * other organizations too. Then its person must agree before the organization's directory or provider can decide
 * anything about it.
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
