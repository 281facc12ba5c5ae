import type { MemberRole } from '@lanyard/core/organizations/member-role';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { type Asker, type Change, subjectOf } from './change.ts';

/**
 * Makes an account a member, unless it is one already. It serves invitations, directories, providers and the operator.
 * Each caller has checked that the account may become a member. The organization must be locked.
 */
export async function beginMembership(
  change: Change<Asker>,
  organization: Organization,
  account: Account,
  role: MemberRole,
): Promise<void> {
  await change.records.organizations.putMember(organization.id, account.id, role, change.now);
  await change.audit('member.added', subjectOf('account', account, organization.name), { role });
  await tellOfMember(change, organization, account, role);
  await joinWaitingGroups(change, organization, account);
}

async function tellOfMember(
  { records, notify }: Change<Asker>,
  { id, name: organization }: Organization,
  account: Account,
  role: MemberRole,
): Promise<void> {
  await notify('organization-joined', { accounts: [account.id] }, { organization, role });
  const owners = (await records.organizations.owners(id)).filter((owner) => owner.id !== account.id);
  const accounts = owners.map((owner) => owner.id);
  await notify('member-joined', { accounts }, { organization, member: account.name, role });
}

/**
 * Adds a member to the groups in which the organization's directory already had the person, if the person agreed to
 * that.
 */
export async function joinWaitingGroups(
  { records, audit }: Change<Asker>,
  organization: Organization,
  account: Account,
): Promise<void> {
  const user = await records.scimUsers.ofAccount(account.id);
  if (user?.organizationId !== organization.id || user.consent !== 'given') return;
  for (const team of await records.scimGroups.waitsFor(organization.id, account.id)) {
    await records.scimGroups.stopWaiting(team.id, account.id);
    await records.teams.addMember(team.id, account.id);
    await audit('team.member-added', subjectOf('account', account, organization.name), { team: team.name });
  }
}
