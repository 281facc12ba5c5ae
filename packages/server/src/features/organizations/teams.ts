import { DomainError } from '@lanyard/core/domain-error';
import { isNamespace } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { Team, TeamRight } from '../../store/records/teams.ts';
import type { Reads } from '../../store/store.ts';
import { requireMember } from '../access/accounts.ts';
import type { Caller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';

export interface TeamWithCount extends Team {
  readonly memberCount: number;
}

export interface TeamMember {
  readonly accountId: string;
  readonly accountName: string;
}

export interface TeamWithMembers {
  readonly team: Team;
  /** By name. */
  readonly members: readonly TeamMember[];
  /** Null for a member who is neither an owner nor in the team: rights name repositories that are hidden. */
  readonly rights: readonly TeamRight[] | null;
}

/** The organization's team of this name. Errors: `not-found`. */
export async function requireTeam(
  { teams }: Pick<Reads, 'teams'>,
  organization: Organization,
  name: string,
): Promise<Team> {
  const team = await teams.byName(organization.id, name);
  if (team) return team;
  throw new DomainError('not-found', { what: 'team' });
}

/** By name, for members of the organization. Errors: `not-found`, `forbidden`. */
export async function listTeams(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<readonly TeamWithCount[]> {
  const asked = look(services, caller);
  const { organization } = await requireMembership(asked, organizationName);
  const [teams, all] = await Promise.all([
    asked.records.teams.ofOrganization(organization.id),
    asked.records.teams.allMembers(organization.id),
  ]);
  const members = Map.groupBy(all, ({ team }) => team.id);
  return teams.map((team) => ({ ...team, memberCount: members.get(team.id)?.length ?? 0 }));
}

/** For members of the organization. Errors: `not-found`, `forbidden`. */
export async function showTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<TeamWithMembers> {
  const asked = look(services, caller);
  const { organization, role } = await requireMembership(asked, organizationName);
  const { teams } = asked.records;
  const team = await requireTeam(asked.records, organization, teamName);
  const members = await teams.members(team.id);
  const isInTeam = caller.type === 'account' && members.some(({ accountId }) => accountId === caller.account.id);
  const rights = role === 'owner' || isInTeam ? await teams.rights(team.id) : null;
  return { team, members, rights };
}

/** By an owner: a team without members. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`. */
export async function createTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<Team> {
  return transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const name = requireTeamName(teamName);
    const team = { id: change.newId(), organizationId: organization.id, name, createdAt: change.now };
    await change.records.teams.insert(team);
    await change.audit('team.created', subjectOf('team', team, organization.name));
    return team;
  });
}

function requireTeamName(name: string): string {
  if (isNamespace(name)) return name;
  const reason = 'must be 1 to 39 lower-case letters, digits and inner hyphens';
  throw new DomainError('invalid-input', { field: 'name', reason });
}

/** By an owner: with its memberships and rights. Errors: `not-found`, `forbidden`. */
export async function deleteTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    const team = await requireTeam(change.records, organization, teamName);
    await change.audit('team.deleted', subjectOf('team', team, organization.name));
    await change.records.teams.delete(team.id);
  });
}

export interface TeamMemberInput {
  readonly organizationName: string;
  readonly teamName: string;
  readonly accountName: string;
}

/**
 * By an owner: the account must be a member of the organization already. No change leaves no event.
 * Errors: `not-found`, `forbidden`.
 */
export async function putTeamMember(services: Services, caller: Caller, input: TeamMemberInput): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, input.organizationName);
    const team = await requireTeam(records, organization, input.teamName);
    const account = await requireMember(records, organization, input.accountName);
    const members = await records.teams.members(team.id);
    if (members.some(({ accountId }) => accountId === account.id)) return;
    await audit('team.member-added', subjectOf('account', account, organization.name), { team: team.name });
    // Checked again now that no other transaction can end the membership in between.
    await requireMember(records, organization, input.accountName);
    await records.teams.addMember(team.id, account.id);
  });
}

/** By an owner: the account stays a member of the organization. Errors: `not-found`, `forbidden`. */
export async function removeTeamMember(services: Services, caller: Caller, input: TeamMemberInput): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, input.organizationName);
    const team = await requireTeam(records, organization, input.teamName);
    const members = await records.teams.members(team.id);
    const member = members.find(({ accountName }) => accountName === input.accountName);
    if (!member) throw new DomainError('not-found', { what: 'member' });
    await records.teams.removeMember(team.id, member.accountId);
    const account = { id: member.accountId, name: member.accountName };
    await audit('team.member-removed', subjectOf('account', account, organization.name), { team: team.name });
  });
}
