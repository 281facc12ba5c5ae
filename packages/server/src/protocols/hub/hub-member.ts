import { z } from 'zod';
import type { MemberWithTeams } from '../../features/organizations/members.ts';
import type { TeamMember, TeamWithCount } from '../../features/organizations/teams.ts';
import { isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';

const userFields = { id: z.string(), username: z.string(), full_name: z.string(), type: z.literal('User') };

export const hubMemberSchema = z.object({
  ...userFields,
  /** Empty to all but owners. */
  email: z.string(),
  role: z.enum(['Owner', 'Member']),
  groups: z.array(z.string()),
  is_guest: z.boolean(),
  date_joined: z.string(),
});

export const hubGroupSchema = z.object({
  id: z.number(),
  uuid: z.string(),
  name: z.string(),
  description: z.string(),
  member_count: z.number(),
});

export const hubGroupMemberSchema = z.object(userFields);

export function hubMember(member: MemberWithTeams): z.input<typeof hubMemberSchema> {
  return {
    ...hubGroupMember(member),
    email: member.accountEmail,
    role: ROLES[member.role],
    groups: [...member.teams],
    is_guest: false,
    date_joined: isoTime(member.createdAt),
  };
}

export function hubGroupMember({ accountId, accountName }: TeamMember): z.input<typeof hubGroupMemberSchema> {
  return { id: accountId.replaceAll('-', ''), username: accountName, full_name: '', type: 'User' };
}

export function hubGroup({ id, name, memberCount }: TeamWithCount): z.input<typeof hubGroupSchema> {
  return { id: numberOf(id), uuid: id, name, description: '', member_count: memberCount };
}

const ROLES = { owner: 'Owner', member: 'Member' } as const;
const CSV_HEAD = ['Name', 'Username', 'Email', 'Type', 'Role', 'Teams', 'Date Joined'];

/** RFC 4180, with the columns of Docker Hub's export. */
export function hubMembersCsv(members: readonly MemberWithTeams[]): string {
  const lines = members.map(({ accountName, accountEmail, role, teams, createdAt }) => {
    return ['', accountName, accountEmail, 'User', ROLES[role], teams.join(', '), isoTime(createdAt)];
  });
  return [CSV_HEAD, ...lines].map(csvLine).join('');
}

/** Hub's clients want a number: the first 48 bits of the id, which JSON keeps whole. */
function numberOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
