import { DomainError } from '@lanyard/core/domain-error';
import type { MemberRole } from '@lanyard/core/organizations/member-role';
import { governsRepositories } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Member, MemberPage } from '../../store/records/organizations/members.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { requireAccount, requireMember, requireOwnerLeft } from '../access/accounts.ts';
import { beginMembership } from '../access/begin-membership.ts';
import type { OperatorCaller, OrganizationCaller } from '../access/caller.ts';
import { type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireNoToken, requireOwnership } from '../access/permissions.ts';
import { endTokensOf, tellSecretsLeftBehind, tellTokensLeftBehind } from '../accounts/tokens-left-behind.ts';

export interface MemberWithTeams extends Member {
  /** Names of teams, sorted. */
  readonly teams: readonly string[];
}

/** An export reads so many at a time, so that other requests are answered meanwhile. */
const EXPORTED_AT_ONCE = 200;

/** By name, for members; e-mail addresses are empty for all but owners. Errors: `not-found`, `forbidden`. */
export async function listMembers(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
  page: MemberPage,
): Promise<Paged<MemberWithTeams>> {
  const asked = look(services, caller);
  const { organization, role } = await requireMembership(asked, organizationName, 'scope-member-read');
  const { total, items } = await membersWithTeams(asked.records, organization.id, page);
  return { total, items: role === 'owner' ? items : items.map((member) => ({ ...member, accountEmail: '' })) };
}

/** By name, for owners. Errors: `not-found`, `forbidden`. */
export async function exportMembers(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
): Promise<readonly MemberWithTeams[]> {
  const asked = look(services, caller);
  const { organization } = await requireOwnership(asked, organizationName, 'scope-member-read');
  const exported: MemberWithTeams[] = [];
  for (let page = 1; ; page += 1) {
    const { total, items } = await membersWithTeams(asked.records, organization.id, {
      page,
      pageSize: EXPORTED_AT_ONCE,
    });
    exported.push(...items);
    if (page * EXPORTED_AT_ONCE >= total) return exported;
  }
}

async function membersWithTeams(
  reads: Reads,
  organizationId: string,
  page: MemberPage,
): Promise<Paged<MemberWithTeams>> {
  const { total, items } = await reads.organizations.members(organizationId, page);
  const ids = items.map(({ accountId }) => accountId);
  const byAccount = Map.groupBy(await reads.teams.ofMembers(organizationId, ids), ({ accountId }) => accountId);
  const teamsOf = (accountId: string) => (byAccount.get(accountId) ?? []).map(({ team }) => team.name);
  return { total, items: items.map((member) => ({ ...member, teams: teamsOf(member.accountId) })) };
}

export interface MemberInput {
  readonly organizationName: string;
  readonly accountName: string;
  readonly role: MemberRole;
}

/**
 * By an owner. Somebody who is not a member looks like nobody: people become members by an invitation that they accept.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function changeRole(services: Services, caller: OrganizationCaller, input: MemberInput): Promise<void> {
  const { organizationName, accountName, role } = input;
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName, 'scope-member-edit');
    if (governsRepositories(role)) requireNoToken(caller, 'cannot create owners or editors');
    const account = await requireMember(change.records, organization, accountName);
    await requireNoOwner(change, organization, account);
    await putRole(change, organization, account, role);
  });
}

/** One member, to its owners. Errors: `not-found`, `forbidden`. */
export async function showMember(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
  accountName: string,
): Promise<MemberWithTeams> {
  const asked = look(services, caller);
  const { organization } = await requireOwnership(asked, organizationName, 'scope-member-read');
  const page = { page: 1, pageSize: EXPORTED_AT_ONCE, search: accountName };
  const { items } = await membersWithTeams(asked.records, organization.id, page);
  const member = items.find((one) => one.accountName === accountName);
  if (member) return member;
  throw new DomainError('not-found', { what: 'member' });
}

/**
 * By the operator: makes the account a member, or changes its role. It was not asked, so account-wide rules do not bind
 * it until it accepts them. Errors: `not-found`, `conflict` for the last owner and for who left or was removed.
 */
export async function placeMember(services: Services, operator: OperatorCaller, input: MemberInput): Promise<void> {
  const { organizationName, accountName, role } = input;
  await transact(services, operator, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const account = await requireAccount(change.records, accountName);
    const removed = await change.records.removedMembers.find(organization.id, account.id);
    if (removed) throw new DomainError('conflict', { reason: REMOVED });
    await putRole(change, organization, account, role);
  });
}

const REMOVED = 'this account left the organization or was removed; invite it, and it can come back if it accepts';

/** What a token may do with members ends where an owner is meant. Errors: `forbidden`. */
async function requireNoOwner(
  { records, caller }: Change<OrganizationCaller>,
  organization: Organization,
  account: Account,
): Promise<void> {
  if (caller.type !== 'organization-token') return;
  const role = await records.organizations.role(organization.id, account.id);
  if (role === 'owner') requireNoToken(caller, 'cannot change or remove owners');
}

async function putRole(
  change: Change<OrganizationCaller>,
  organization: Organization,
  account: Account,
  role: MemberRole,
): Promise<void> {
  const { records, audit } = change;
  const before = await records.organizations.role(organization.id, account.id);
  if (before === role) return;
  if (before === undefined) return beginMembership(change, organization, account, role);
  if (!(await records.organizations.setRole(organization.id, account.id, role))) {
    throw new DomainError('not-found', { what: 'member' });
  }
  await audit('member.role-changed', subjectOf('account', account, organization.name), { role, before });
  await change.notify('role-changed', { accounts: [account.id] }, { organization: organization.name, role });
  await requireOwnerLeft(records, organization);
  if (before === 'owner') await tellSecretsLeftBehind(change, organization, account);
}

export interface RemovedMemberInput extends Omit<MemberInput, 'role'> {
  /** By an owner: also ends the organization's access tokens that the account generated. */
  readonly endTokens?: boolean;
}

/**
 * By an owner, or by the member who leaves. Memberships in teams and rights of the organization end too. It is final:
 * no directory or provider makes the account a member again, only an invitation that it accepts. Owners are told which
 * access tokens of the organization the account leaves behind, and which secrets a former owner may know.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function removeMember(
  services: Services,
  caller: OrganizationCaller,
  { organizationName, accountName, endTokens = false }: RemovedMemberInput,
): Promise<void> {
  const isLeaving = caller.type === 'account' && caller.account.name === accountName;
  const requirePermission = isLeaving && !endTokens ? requireMembership : requireOwnership;
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const { organization } = await requirePermission(change, organizationName, 'scope-member-edit');
    const account = await requireMember(records, organization, accountName);
    await requireNoOwner(change, organization, account);
    if (endTokens) requireNoToken(caller, 'cannot delete other access tokens');
    const wasOwner = (await records.organizations.role(organization.id, account.id)) === 'owner';
    await audit('member.removed', subjectOf('account', account, organization.name));
    await records.organizations.removeMember(organization.id, account.id);
    const ids = { organizationId: organization.id, accountId: account.id };
    await records.commandLines.endOfProvider(ids, now);
    await records.removedMembers.put({ ...ids, removedAt: now });
    await requireOwnerLeft(records, organization);
    if (endTokens) await endTokensOf(change, organization, account);
    await tellTokensLeftBehind(change, account, { organization });
    if (wasOwner) await tellSecretsLeftBehind(change, organization, account);
    const removed = isLeaving ? [] : [account.id];
    await change.notify('membership-ended', { accounts: removed }, { organization: organization.name });
  });
}
