import { DomainError } from '@lanyard/core/domain-error';
import { governsRepositories, isPlainName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Team, TeamMember, TeamMemberPage, TeamRight } from '../../store/records/organizations/teams.ts';
import type { Reads } from '../../store/store.ts';
import { requireMember } from '../access/accounts.ts';
import type { OrganizationCaller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';
import { requireRoomForTeam } from '../access/require-room.ts';

export type { TeamMember };

export interface TeamWithCount extends Team {
  readonly memberCount: number;
}

/** A page of each, by name. */
export interface TeamWithMembers {
  readonly team: Team;
  readonly members: Paged<TeamMember>;
  /** Null for a member who is neither an owner nor in the team: rights name repositories that are hidden. */
  readonly rights: Paged<TeamRight> | null;
}

export interface WhichTeam {
  readonly organizationName: string;
  readonly teamName: string;
}

/** Of the members, only those whose name holds `search`. */
export type TeamPage = WhichTeam & TeamMemberPage;

export interface TeamFilter {
  /** A part of the team's name. */
  readonly search?: string | undefined;
  /** Only the teams of this account. */
  readonly accountName?: string | undefined;
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
  caller: OrganizationCaller,
  organizationName: string,
  filter: TeamFilter = {},
): Promise<readonly TeamWithCount[]> {
  const asked = look(services, caller);
  const { organization } = await requireMembership(asked, organizationName, 'scope-group-read');
  const [teams, counts] = await Promise.all([
    teamsFound(asked.records, organization, filter),
    asked.records.teams.memberCounts(organization.id),
  ]);
  return teams.map((team) => ({ ...team, memberCount: counts.get(team.id) ?? 0 }));
}

async function teamsFound(
  { teams, accounts }: Reads,
  { id }: Organization,
  { search = '', accountName }: TeamFilter,
): Promise<readonly Team[]> {
  const isFound = ({ name }: Team) => name.includes(search.toLowerCase());
  if (accountName === undefined) return (await teams.ofOrganization(id)).filter(isFound);
  const account = await accounts.byName(accountName);
  const held = account ? await teams.ofMembers(id, [account.id]) : [];
  return held.map(({ team }) => team).filter(isFound);
}

/** For members of the organization. Errors: `not-found`, `forbidden`. */
export async function showTeam(
  services: Services,
  caller: OrganizationCaller,
  { organizationName, teamName, ...page }: TeamPage,
): Promise<TeamWithMembers> {
  const asked = look(services, caller);
  const { organization, role } = await requireMembership(asked, organizationName, 'scope-group-read');
  const { teams } = asked.records;
  const team = await requireTeam(asked.records, organization, teamName);
  const isInTeam = caller.type === 'account' && (await teams.isMember(team.id, caller.account.id));
  const rights = governsRepositories(role) || isInTeam ? await teams.rights(team.id, page) : null;
  return { team, members: await teams.memberPage(team.id, page), rights };
}

/** By an owner: a team without members. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`. */
export async function createTeam(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
  input: NewTeamInput,
): Promise<Team> {
  return transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName, 'scope-group-edit');
    const name = requireTeamName(input.name);
    const description = requireTeamDescription(input.description ?? '');
    await requireRoomForTeam(change.records, organization);
    const team = { id: change.newId(), organizationId: organization.id, name, description, createdAt: change.now };
    await change.records.teams.insert(team);
    await change.audit('team.created', subjectOf('team', team, organization.name));
    return team;
  });
}

export interface NewTeamInput {
  readonly name: string;
  readonly description?: string | undefined;
}

export interface TeamChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * By an owner: another name or description. Rights and memberships stay. No change leaves no event.
 * Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`.
 */
export async function changeTeam(
  services: Services,
  caller: OrganizationCaller,
  { organizationName, teamName }: WhichTeam,
  input: TeamChanges,
): Promise<TeamWithCount> {
  return transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, organizationName, 'scope-group-edit');
    const before = await requireTeam(records, organization, teamName);
    const name = requireTeamName(input.name ?? before.name);
    const description = requireTeamDescription(input.description ?? before.description);
    const team = { ...before, name, description };
    const facts = {
      ...(name !== before.name && { before: before.name, after: name }),
      ...(description !== before.description && {
        descriptionBefore: before.description,
        descriptionAfter: description,
      }),
    };
    if (Object.keys(facts).length > 0) {
      await records.teams.update(team.id, { name, description });
      await audit('team.changed', subjectOf('team', team, organization.name), facts);
    }
    return { ...team, memberCount: (await records.teams.members(team.id)).length };
  });
}

const MAXIMUM_DESCRIPTION_LENGTH = 1000;

function requireTeamDescription(description: string): string {
  const field = 'description';
  if (description.length > MAXIMUM_DESCRIPTION_LENGTH)
    throw new DomainError('invalid-input', {
      field,
      reason: `must be at most ${MAXIMUM_DESCRIPTION_LENGTH} characters`,
    });
  if (/\p{Cc}/u.test(description))
    throw new DomainError('invalid-input', { field, reason: 'must not hold control characters' });
  return description;
}

function requireTeamName(name: string): string {
  if (isPlainName(name)) return name;
  const reason = 'must be 1 to 39 lower-case letters, digits and inner hyphens';
  throw new DomainError('invalid-input', { field: 'name', reason });
}

/** By an owner: with its memberships and rights. Errors: `not-found`, `forbidden`. */
export async function deleteTeam(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
  teamName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName, 'scope-group-edit');
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
export async function putTeamMember(
  services: Services,
  caller: OrganizationCaller,
  input: TeamMemberInput,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, input.organizationName, 'scope-group-edit');
    const team = await requireTeam(records, organization, input.teamName);
    const account = await requireMember(records, organization, input.accountName);
    if (await records.teams.isMember(team.id, account.id)) return;
    await audit('team.member-added', subjectOf('account', account, organization.name), { team: team.name });
    await records.teams.addMember(team.id, account.id);
  });
}

/** By an owner: the account stays a member of the organization. Errors: `not-found`, `forbidden`. */
export async function removeTeamMember(
  services: Services,
  caller: OrganizationCaller,
  input: TeamMemberInput,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, input.organizationName, 'scope-group-edit');
    const team = await requireTeam(records, organization, input.teamName);
    const account = await records.accounts.byName(input.accountName);
    const isMember = account && (await records.teams.isMember(team.id, account.id));
    if (!isMember) throw new DomainError('not-found', { what: 'member' });
    await records.teams.removeMember(team.id, account.id);
    await audit('team.member-removed', subjectOf('account', account, organization.name), { team: team.name });
  });
}
