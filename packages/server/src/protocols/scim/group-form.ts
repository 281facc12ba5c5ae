import { parseScimFilter } from '@lanyard/core/directory/scim-filter';
import type { MemberEdit } from '@lanyard/core/directory/scim-members';
import { type ScimChange, type ScimOperation, scimChanges, scimText } from '@lanyard/core/directory/scim-patch';
import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import type { ScimGroupChanges, ScimGroupInput } from '../../features/directory/scim-groups.ts';
import { type ScimGroupMember, scimGroupMembers } from '../../features/directory/scim-members.ts';
import { isoTime } from '../../http/api-schema.ts';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/directory/scim-groups.ts';
import type { ResourceQuery } from './scim-collection.ts';
import { GROUP_SCHEMA, referenceSchema, scimPlace } from './scim-schema.ts';

export const groupSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  displayName: z.string(),
  /** Missing if the request excludes it. */
  members: z.array(referenceSchema).optional(),
  meta: z.object({ resourceType: z.string(), created: z.string(), location: z.string() }),
});

type GroupBody = z.input<typeof groupSchema>;

const MEMBERS = /^(?:urn:ietf:params:scim:schemas:core:2\.0:group:)?members$/i;

/** Each group with its members, unless the request excludes them. */
export async function groupBodies(
  services: Services,
  caller: ScimCaller,
  groups: readonly ScimGroup[],
  { excludedAttributes = '' }: ResourceQuery,
): Promise<readonly GroupBody[]> {
  const place = scimPlace(services, caller);
  const isWithout = excludedAttributes.split(',').some((name) => MEMBERS.test(name.trim()));
  if (isWithout) return groups.map((group) => bodyOf(place, group));
  const members = await scimGroupMembers(services, caller, groups);
  return groups.map((group) => ({
    ...bodyOf(place, group),
    members: (members.get(group.teamId) ?? []).map((member) => memberOf(place, member)),
  }));
}

function bodyOf(place: string, group: ScimGroup): GroupBody {
  const { teamId, displayName, externalId, createdAt } = group;
  const meta = { resourceType: 'Group', created: isoTime(createdAt), location: locationOf(place, group) };
  return { schemas: [GROUP_SCHEMA], id: teamId, ...(externalId !== null && { externalId }), displayName, meta };
}

function locationOf(place: string, { teamId }: ScimGroup): string {
  return `${place}/Groups/${teamId}`;
}

function memberOf(place: string, { accountId, userName }: ScimGroupMember) {
  return { value: accountId, display: userName, type: 'User', $ref: `${place}/Users/${accountId}` };
}

const MAXIMUM_LENGTH = 254;
const MAXIMUM_MEMBERS = 2000;
const nameText = z.string().trim().min(1).max(MAXIMUM_LENGTH);
const memberList = z.array(z.object({ value: z.string().min(1).max(100) })).max(MAXIMUM_MEMBERS);

/** The attributes of a group that are read. All others are ignored. */
export const writtenGroup = z.object({
  displayName: nameText,
  externalId: nameText.nullish(),
  members: memberList.nullish(),
});

type WrittenGroup = z.output<typeof writtenGroup>;

export function newGroupOf({ displayName, externalId = null, members }: WrittenGroup): ScimGroupInput {
  return { displayName, externalId, members: members?.map(({ value }) => value) ?? [] };
}

/** The group then has only the named members. Without `members` it is empty (attack 8). */
export function groupReplacementOf(body: WrittenGroup): ScimGroupChanges {
  const { members, ...names } = newGroupOf(body);
  return { ...names, members: [{ op: 'replace', ids: members }] };
}

export function groupChangesOf(operations: readonly ScimOperation[]): ScimGroupChanges {
  const changes = scimChanges(operations);
  const names = Object.assign({}, ...changes.map(nameChangeOf)) as Omit<ScimGroupChanges, 'members'>;
  const members = changes.filter(({ attribute }) => attribute.startsWith('members')).map(memberEditOf);
  return { ...names, members };
}

function nameChangeOf({ op, attribute, value }: ScimChange): Omit<ScimGroupChanges, 'members'> {
  if (attribute === 'displayname') {
    if (op === 'remove') throw invalid('displayName', 'cannot be removed');
    return { displayName: scimText(value, 'displayName', MAXIMUM_LENGTH) };
  }
  if (attribute !== 'externalid') return {};
  const isRemoved = op === 'remove' || value === null;
  return { externalId: isRemoved ? null : scimText(value, 'externalId', MAXIMUM_LENGTH) };
}

/**
 * Entra ID names the members to remove in the value, Okta in the path. With neither, all are removed (RFC 7644, section
 * 3.5.2.2).
 */
function memberEditOf({ op, attribute, filter, value }: ScimChange): MemberEdit {
  if (attribute !== 'members') throw invalid('path', 'must be members or members[value eq "ID"]');
  if (filter !== undefined) return { op: removal(op), ids: [parseScimFilter(filter, ['value']).value] };
  if (op === 'remove' && (value === undefined || value === null)) return { op: 'replace', ids: [] };
  return { op, ids: idsOf(value) };
}

function removal(op: ScimChange['op']): 'remove' {
  if (op === 'remove') return op;
  throw invalid('path', 'a filter of members is only possible with remove');
}

/** A list of members, or one member. */
function idsOf(value: unknown): readonly string[] {
  const parsed = memberList.safeParse([value ?? []].flat());
  if (parsed.success) return parsed.data.map((member) => member.value);
  throw invalid('members', `must be a list of at most ${MAXIMUM_MEMBERS} members as {value}`);
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
