import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Member, MemberRole } from '../../store/records/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { requireAccount, requireMember, requireOwnerLeft } from '../access/accounts.ts';
import type { Caller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';

export interface MemberWithTeams extends Member {
  /** Names of teams, sorted. */
  readonly teams: readonly string[];
}

/** All at once: the people of one organization fit into memory many times over. */
const EVERYBODY: Page = { page: 1, pageSize: 1_000_000 };

/** By name, for members; e-mail addresses are empty for all but owners. Errors: `not-found`, `forbidden`. */
export async function listMembers(
  services: Services,
  caller: Caller,
  organizationName: string,
  page: Page,
): Promise<Paged<MemberWithTeams>> {
  const asked = look(services, caller);
  const { organization, role } = await requireMembership(asked, organizationName);
  const { total, items } = await membersWithTeams(asked.records, organization.id, page);
  return { total, items: role === 'owner' ? items : items.map((member) => ({ ...member, accountEmail: '' })) };
}

/** By name, for owners. Errors: `not-found`, `forbidden`. */
export async function exportMembers(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly MemberWithTeams[]> {
  const asked = look(services, caller);
  const { organization } = await requireOwnership(asked, organizationName);
  return (await membersWithTeams(asked.records, organization.id, EVERYBODY)).items;
}

async function membersWithTeams(reads: Reads, organizationId: string, page: Page): Promise<Paged<MemberWithTeams>> {
  const [{ total, items }, all] = await Promise.all([
    reads.organizations.members(organizationId, page),
    reads.teams.allMembers(organizationId),
  ]);
  const byAccount = Map.groupBy(all, ({ accountId }) => accountId);
  const teamsOf = (accountId: string) => (byAccount.get(accountId) ?? []).map(({ team }) => team.name);
  return { total, items: items.map((member) => ({ ...member, teams: teamsOf(member.accountId) })) };
}

export interface MemberInput {
  readonly organizationName: string;
  readonly accountName: string;
  readonly role: MemberRole;
}

/** By an owner: adds a member or changes the role. Errors: `not-found`, `forbidden`, `conflict` for the last owner. */
export async function putMember(services: Services, caller: Caller, input: MemberInput): Promise<void> {
  const { organizationName, accountName, role } = input;
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const { organization } = await requireOwnership(change, organizationName);
    const account = await requireAccount(records, accountName);
    const before = await records.organizations.role(organization.id, account.id);
    if (before === role) return;
    await records.organizations.putMember(organization.id, account.id, role, now);
    const subject = subjectOf('account', account, organization.name);
    if (before === undefined) await audit('member.added', subject, { role });
    else await audit('member.role-changed', subject, { role, before });
    await requireOwnerLeft(records, organization);
  });
}

/**
 * By an owner, or by the member who leaves. Memberships in teams and rights of the organization end too.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function removeMember(
  services: Services,
  caller: Caller,
  organizationName: string,
  accountName: string,
): Promise<void> {
  const isLeaving = caller.type === 'account' && caller.account.name === accountName;
  const requirePermission = isLeaving ? requireMembership : requireOwnership;
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requirePermission(change, organizationName);
    const account = await requireMember(records, organization, accountName);
    // First the event, which lets one transaction through at a time: nobody can give a right behind the removal's back.
    await audit('member.removed', subjectOf('account', account, organization.name));
    await records.organizations.removeMember(organization.id, account.id);
    await requireOwnerLeft(records, organization);
  });
}
