import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import type { OrganizationCaller } from '../../features/access/caller.ts';
import { requireSignedIn } from '../../features/access/permissions.ts';
import { withdrawInvitation } from '../../features/invitations/invitations.ts';
import {
  changeRole,
  exportMembers,
  listMembers,
  type MemberInput,
  type MemberWithTeams,
  removeMember,
  showMember,
} from '../../features/organizations/members.ts';
import { isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import { ensureInvited, hubRole, openInvitations } from './hub-invite.ts';
import { hubListQuery, hubPageBody, hubPageSchema, hubSearch, pageOf } from './hub-surface.ts';
import { hubUser, hubUserSchema } from './hub-user.ts';

const PATH = '/v2/orgs/:organization/members';
const common = {
  surface: 'hub',
  credential: 'organization-bearer',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const params = z.strictObject({ organization: z.string().max(100) });

const memberParams = z.strictObject({ organization: z.string().max(100), username: z.string().max(320) });

/** `type` selects members, invited people, or both. `invites=true` is the older way to get both. */
const membersQuery = hubListQuery({
  search: hubSearch,
  role: hubRole.optional(),
  type: z.enum(['all', 'member', 'invitee']).optional(),
  invites: z.enum(['true', 'false']).optional(),
});

const hubMemberSchema = hubUserSchema.extend({
  /** Empty unless the caller is an owner. */
  email: z.string(),
  /** An invited person is not a member before accepting the invitation. */
  role: z.enum(['Owner', 'Editor', 'Member', 'Invitee']),
  groups: z.array(z.string()),
  is_guest: z.boolean(),
  /** Null for an invited person. */
  date_joined: z.string().nullable(),
});

export const hubMemberRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    organizationScope: 'scope-member-read',
    method: 'GET',
    path: PATH,
    summary:
      'List the members of an organization with their teams; only owners see e-mail addresses and who is invited',
    scope: 'member',
    audit: [],
    request: { params, query: membersQuery },
    answers: { 200: hubPageSchema(hubMemberSchema) },
    handle: async ({ services, caller, params: { organization: org }, query }) => {
      const { total, items } = await listPeople(services, caller, org, query);
      const url = `${services.publicUrl}/v2/orgs/${org}/members`;
      return { status: 200, body: hubPageBody(items, { url, query, total }) };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-member-read',
    method: 'GET',
    path: `${PATH}/export`,
    summary: 'Export the members of an organization as CSV, for owners',
    scope: 'owner',
    audit: [],
    request: { params },
    answers: { 200: z.string() },
    handle: async ({ services, caller, params: { organization: org } }) => {
      const body = hubMembersCsv(await exportMembers(services, caller, org));
      const disposition = `attachment; filename="${org}-members.csv"`;
      const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': disposition };
      return { status: 200, headers, body };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-member-edit',
    method: 'PUT',
    path: `${PATH}/:username`,
    summary: 'Change the role of a member, or invite an account or e-mail address that is no member',
    scope: 'owner',
    rate: ['invitations'],
    audit: ['member.role-changed', 'invitation.created'],
    request: { params: memberParams, body: z.strictObject({ role: hubRole }) },
    answers: { 200: hubMemberSchema },
    handle: async ({ services, caller, params: { organization, username }, body }) => {
      const input = { organizationName: organization, accountName: username, role: body.role };
      return { status: 200, body: await again(() => putMember(services, caller, input), isConflict) };
    },
  }),
  defineRoute({
    ...common,
    organizationScope: 'scope-member-edit',
    method: 'DELETE',
    path: `${PATH}/:username`,
    summary:
      'Remove a member with all rights in the organization, or withdraw the invitation of somebody who is not a member',
    scope: 'member',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['member.removed', 'invitation.withdrawn'],
    request: { params: memberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, username } }) => {
      await again(() => deleteMember(services, caller, organization, username), isNotFound);
      return { status: 204 };
    },
  }),
];

/** First the members, then the invited people. */
async function listPeople(
  services: Services,
  caller: OrganizationCaller,
  org: string,
  query: z.output<typeof membersQuery>,
) {
  const { search, role, type = query.invites === 'true' ? 'all' : 'member' } = query;
  const page = pageOf(query);
  const filter = { search, role };
  const members = type === 'invitee' ? NOBODY : await listMembers(services, caller, org, { ...page, ...filter });
  if (type === 'member') return { total: members.total, items: members.items.map(hubMember) };
  const isFound = (one: Invitation) => (role === undefined || one.role === role) && one.invited.includes(search ?? '');
  const invited = (await openInvitations(services, caller, org)).filter(isFound);
  const start = Math.max(0, (page.page - 1) * page.pageSize - members.total);
  const end = Math.max(0, page.page * page.pageSize - members.total);
  const items = [...members.items.map(hubMember), ...invited.slice(start, end).map(hubInvitee)];
  return { total: members.total + invited.length, items };
}

const NOBODY = { total: 0, items: [] as readonly MemberWithTeams[] };

/**
 * Both of these are two changes, and another may come between them: an invitation that is accepted just then. The second
 * try sees what it did (R50).
 */
async function again<Result>(work: () => Promise<Result>, isOvertaken: (error: unknown) => boolean): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    return work();
  }
}

/** Gives a member the role. Anybody else gets an invitation with this role, and is not a member before accepting. */
async function putMember(services: Services, caller: OrganizationCaller, input: MemberInput) {
  const { organizationName, accountName, role } = input;
  try {
    await changeRole(services, caller, input);
    return hubMember(await showMember(services, caller, organizationName, accountName));
  } catch (error) {
    if (!isNoMember(error)) throw error;
    requireSignedIn(caller);
    return hubInvitee(await ensureInvited(services, caller, { organizationName, role }, accountName));
  }
}

/** Ends the membership, or the invitation. */
async function deleteMember(
  services: Services,
  caller: OrganizationCaller,
  organizationName: string,
  name: string,
): Promise<void> {
  try {
    await removeMember(services, caller, { organizationName, accountName: name });
  } catch (error) {
    if (!isNoMember(error)) throw error;
    requireSignedIn(caller);
    const open = await openInvitations(services, caller, organizationName);
    const invitation = open.find(({ invited }) => invited === name);
    if (!invitation) throw error;
    await withdrawInvitation(services, caller, organizationName, invitation.id);
  }
}

function isNoMember(error: unknown): boolean {
  return isNotFound(error) && 'what' in error.data && error.data.what === 'member';
}

function isNotFound(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'not-found';
}

function isConflict(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'conflict';
}

const ROLES = { owner: 'Owner', editor: 'Editor', member: 'Member' } as const;
const CSV_HEAD = ['Name', 'Username', 'Email', 'Type', 'Role', 'Teams', 'Date Joined'];

function hubMember(member: MemberWithTeams): z.input<typeof hubMemberSchema> {
  return {
    ...hubUser(member),
    email: member.accountEmail,
    role: ROLES[member.role],
    groups: [...member.teams],
    is_guest: false,
    date_joined: isoTime(member.createdAt),
  };
}

function hubInvitee({ id, invited, email }: Invitation): z.input<typeof hubMemberSchema> {
  const user = hubUser({ accountId: id, accountName: email === null ? invited : '' });
  return { ...user, email: email ?? '', role: 'Invitee', groups: [], is_guest: false, date_joined: null };
}

/** RFC 4180, with the columns of Docker Hub's export. */
function hubMembersCsv(members: readonly MemberWithTeams[]): string {
  const lines = members.map(({ accountName, accountEmail, role, teams, createdAt }) => {
    return ['', accountName, accountEmail, 'User', ROLES[role], teams.join(', '), isoTime(createdAt)];
  });
  return [CSV_HEAD, ...lines].map(csvLine).join('');
}
