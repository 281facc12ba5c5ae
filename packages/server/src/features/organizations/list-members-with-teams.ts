import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Member } from '../../store/records/organizations.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';

export interface MemberWithTeams extends Member {
  /** Names of teams, sorted. */
  readonly teams: readonly string[];
}

/** All at once: an organization's people fit into memory many times over. */
const EVERYBODY: Page = { page: 1, pageSize: 1_000_000 };

/** By name, for members of the organization; e-mail addresses are empty to all but owners. Errors: `not-found`. */
export async function listMembersWithTeams(
  { store }: Services,
  caller: Caller,
  organizationName: string,
  page: Page,
): Promise<Paged<MemberWithTeams>> {
  const { organization, role } = await requireMembership({ records: store.read, caller }, organizationName);
  const { total, items } = await membersWithTeams(store.read, organization.id, page);
  return { total, items: role === 'owner' ? items : items.map((member) => ({ ...member, accountEmail: '' })) };
}

/** By name, for owners of the organization. Errors: `not-found`, `forbidden`. */
export async function exportMembers(
  { store }: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly MemberWithTeams[]> {
  const { organization } = await requireOwnership({ records: store.read, caller }, organizationName);
  return (await membersWithTeams(store.read, organization.id, EVERYBODY)).items;
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
