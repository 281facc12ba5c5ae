import { z } from 'zod';
import { exportMembers, listMembers, type MemberWithTeams } from '../../features/organizations/members.ts';
import { listTeams, showTeam, type TeamMember, type TeamWithCount } from '../../features/organizations/teams.ts';
import { isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Page } from '../../store/paged.ts';
import { hubLinks, hubPagingQuery, linksOf, pageOf } from './hub-surface.ts';

const common = {
  surface: 'hub',
  method: 'GET',
  credential: 'bearer',
  scope: 'member',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const name = z.string().max(100);
const params = z.strictObject({ organization: name });
const query = z.object(hubPagingQuery);
const pageAnswer = <Item extends z.ZodType>(item: Item) =>
  z.object({ count: z.number(), ...hubLinks, results: z.array(item) });

const userFields = { id: z.string(), username: z.string(), full_name: z.string(), type: z.literal('User') };

const hubMemberSchema = z.object({
  ...userFields,
  /** Empty to all but owners. */
  email: z.string(),
  role: z.enum(['Owner', 'Member']),
  groups: z.array(z.string()),
  is_guest: z.boolean(),
  date_joined: z.string(),
});

const hubGroupSchema = z.object({
  id: z.number(),
  uuid: z.string(),
  name: z.string(),
  description: z.string(),
  member_count: z.number(),
});

const hubGroupMemberSchema = z.object(userFields);

/** Read-only, for members of the organization; changes are made through `/api`. */
export const hubOrganizationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/v2/orgs/:organization/members',
    summary: 'List the members of an organization with their teams; only owners see e-mail addresses',
    request: { params, query },
    answers: { 200: pageAnswer(hubMemberSchema) },
    handle: async ({ services, caller, params: { organization: org }, query }) => {
      const page = pageOf(query);
      const { total, items } = await listMembers(services, caller, org, page);
      const links = linksOf(`${services.publicUrl}/v2/orgs/${org}/members`, page, total);
      return { status: 200, body: { count: total, ...links, results: items.map(hubMember) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/v2/orgs/:organization/members/export',
    summary: 'Export the members of an organization as CSV, for owners',
    scope: 'owner',
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
    path: '/v2/orgs/:organization/groups',
    summary: 'List the teams of an organization',
    request: { params, query },
    answers: { 200: pageAnswer(hubGroupSchema) },
    handle: async ({ services, caller, params: { organization: org }, query }) => {
      const teams = await listTeams(services, caller, org);
      const url = `${services.publicUrl}/v2/orgs/${org}/groups`;
      return { status: 200, body: pageOfAll(teams.map(hubGroup), pageOf(query), url) };
    },
  }),
  defineRoute({
    ...common,
    path: '/v2/orgs/:organization/groups/:group/members',
    summary: 'List the members of a team',
    request: { params: z.strictObject({ organization: name, group: name }), query },
    answers: { 200: pageAnswer(hubGroupMemberSchema) },
    handle: async ({ services, caller, params: { organization: org, group }, query }) => {
      const { members } = await showTeam(services, caller, org, group);
      const url = `${services.publicUrl}/v2/orgs/${org}/groups/${group}/members`;
      return { status: 200, body: pageOfAll(members.map(hubGroupMember), pageOf(query), url) };
    },
  }),
];

function pageOfAll<Item>(all: readonly Item[], page: Page, url: string) {
  const start = (page.page - 1) * page.pageSize;
  return { count: all.length, ...linksOf(url, page, all.length), results: all.slice(start, start + page.pageSize) };
}

const ROLES = { owner: 'Owner', member: 'Member' } as const;
const CSV_HEAD = ['Name', 'Username', 'Email', 'Type', 'Role', 'Teams', 'Date Joined'];

function hubMember(member: MemberWithTeams): z.input<typeof hubMemberSchema> {
  return {
    ...hubGroupMember(member),
    email: member.accountEmail,
    role: ROLES[member.role],
    groups: [...member.teams],
    is_guest: false,
    date_joined: isoTime(member.createdAt),
  };
}

function hubGroupMember({ accountId, accountName }: TeamMember): z.input<typeof hubGroupMemberSchema> {
  return { id: accountId.replaceAll('-', ''), username: accountName, full_name: '', type: 'User' };
}

function hubGroup({ id, name, memberCount }: TeamWithCount): z.input<typeof hubGroupSchema> {
  return { id: numberOf(id), uuid: id, name, description: '', member_count: memberCount };
}

/** RFC 4180, with the columns of Docker Hub's export. */
function hubMembersCsv(members: readonly MemberWithTeams[]): string {
  const lines = members.map(({ accountName, accountEmail, role, teams, createdAt }) => {
    return ['', accountName, accountEmail, 'User', ROLES[role], teams.join(', '), isoTime(createdAt)];
  });
  return [CSV_HEAD, ...lines].map(csvLine).join('');
}

/** Hub's clients want a number: the first 48 bits of the id, which JSON keeps whole. */
function numberOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
