import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import { type ScimGroupMember, scimGroupMembers } from '../../features/directory/scim-members.ts';
import { isoTime } from '../../http/api-schema.ts';
import type { Answer } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { ScimGroup } from '../../store/records/scim-groups.ts';

import { GROUP_SCHEMA, referenceSchema, scimHeaders, scimPlace } from './scim-schema.ts';

export const groupSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  displayName: z.string(),
  /** Left out where the request excludes it. */
  members: z.array(referenceSchema).optional(),
  meta: z.object({ resourceType: z.string(), created: z.string(), location: z.string() }),
});

type GroupBody = z.input<typeof groupSchema>;

/** RFC 7644, section 3.9; of the attributes only `members` can be left out. */
export const groupQuery = z.object({ excludedAttributes: z.string().max(500).optional() });

const MEMBERS = /^(?:urn:ietf:params:scim:schemas:core:2\.0:group:)?members$/i;

type GroupQuery = z.output<typeof groupQuery>;

/** Each with its members, unless they are excluded. */
export async function groupBodies(
  services: Services,
  caller: ScimCaller,
  groups: readonly ScimGroup[],
  { excludedAttributes = '' }: GroupQuery,
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

export async function groupAnswer(
  status: number,
  services: Services,
  caller: ScimCaller,
  group: ScimGroup,
  query: GroupQuery,
): Promise<Answer> {
  const [body] = await groupBodies(services, caller, [group], query);
  return { status, headers: { ...scimHeaders, Location: locationOf(scimPlace(services, caller), group) }, body };
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
