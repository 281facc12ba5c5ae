import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import { groupsOfScimUsers } from '../../features/directory/scim-members.ts';
import { isoTime } from '../../http/api-schema.ts';
import type { Answer } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { ScimUser } from '../../store/records/scim-users.ts';

import { referenceSchema, scimHeaders, scimPlace, USER_SCHEMA } from './scim-schema.ts';

export const userSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  userName: z.string(),
  /** The account's name: its namespace. */
  nickName: z.string(),
  emails: z.array(z.object({ value: z.string(), type: z.string(), primary: z.boolean() })),
  active: z.boolean(),
  /** The directory's own groups alone. */
  groups: z.array(referenceSchema),
  meta: z.object({ resourceType: z.string(), created: z.string(), location: z.string() }),
});

type UserBody = z.input<typeof userSchema>;

/** Each with its groups. */
export async function userBodies(
  services: Services,
  caller: ScimCaller,
  users: readonly ScimUser[],
): Promise<readonly UserBody[]> {
  const place = scimPlace(services, caller);
  const ids = users.map(({ accountId }) => accountId);
  const groups = await groupsOfScimUsers(services, caller, ids);
  return users.map((user) => ({
    ...bodyOf(place, user),
    groups: (groups.get(user.accountId) ?? []).map(({ teamId, displayName }) => ({
      value: teamId,
      display: displayName,
      type: 'direct',
      $ref: `${place}/Groups/${teamId}`,
    })),
  }));
}

export async function userAnswer(
  status: number,
  services: Services,
  caller: ScimCaller,
  user: ScimUser,
): Promise<Answer> {
  const [body] = await userBodies(services, caller, [user]);
  return { status, headers: { ...scimHeaders, Location: locationOf(scimPlace(services, caller), user) }, body };
}

function bodyOf(place: string, user: ScimUser): Omit<UserBody, 'groups'> {
  const { account, userName, externalId, createdAt } = user;
  return {
    schemas: [USER_SCHEMA],
    id: account.id,
    ...(externalId !== null && { externalId }),
    userName,
    nickName: account.name,
    emails: [{ value: account.email, type: 'work', primary: true }],
    active: account.disabledAt === null,
    meta: { resourceType: 'User', created: isoTime(createdAt), location: locationOf(place, user) },
  };
}

function locationOf(place: string, { accountId }: ScimUser): string {
  return `${place}/Users/${accountId}`;
}
