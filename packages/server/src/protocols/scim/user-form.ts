import {
  type ScimChange,
  type ScimOperation,
  scimBoolean,
  scimChanges,
  scimText,
} from '@lanyard/core/directory/scim-patch';
import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import { isActive } from '../../features/directory/scim-account.ts';
import { groupsOfScimUsers } from '../../features/directory/scim-members.ts';
import type { ScimUserChanges, ScimUserInput } from '../../features/directory/scim-users.ts';
import { isoTime } from '../../http/api-schema.ts';
import type { Services } from '../../services.ts';
import type { ScimUser } from '../../store/records/directory/scim-users.ts';
import { referenceSchema, scimPlace, USER_SCHEMA } from './scim-schema.ts';

export const userSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  externalId: z.string().optional(),
  userName: z.string(),
  /** The account's name, which is also its namespace. */
  nickName: z.string(),
  emails: z.array(z.object({ value: z.string(), type: z.string(), primary: z.boolean() })),
  active: z.boolean(),
  /** Only groups that the directory manages. */
  groups: z.array(referenceSchema),
  meta: z.object({ resourceType: z.string(), created: z.string(), location: z.string() }),
});

type UserBody = z.input<typeof userSchema>;

/** Each user with their groups. */
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

function bodyOf(place: string, user: ScimUser): Omit<UserBody, 'groups'> {
  const { account, userName, externalId, createdAt } = user;
  return {
    schemas: [USER_SCHEMA],
    id: account.id,
    ...(externalId !== null && { externalId }),
    userName,
    nickName: account.name,
    emails: [{ value: account.email, type: 'work', primary: true }],
    active: isActive(user),
    meta: { resourceType: 'User', created: isoTime(createdAt), location: locationOf(place, user) },
  };
}

function locationOf(place: string, { accountId }: ScimUser): string {
  return `${place}/Users/${accountId}`;
}

const MAXIMUM_LENGTH = 254;
const nameText = z.string().trim().min(1).max(MAXIMUM_LENGTH);
const emailEntry = z.object({ value: z.string().max(MAXIMUM_LENGTH), primary: z.boolean().optional() });

/** The attributes of a user that are read. All others are ignored, including extensions. */
export const writtenUser = z.object({
  userName: nameText,
  externalId: nameText.nullish(),
  active: z.union([z.boolean(), z.string().max(5)]).optional(),
  emails: z.array(emailEntry).max(20).nullish(),
});

type WrittenUser = z.output<typeof writtenUser>;

/** The e-mail address is the primary one, otherwise the first, otherwise the userName if it is an address. */
export function newUserOf(body: WrittenUser): ScimUserInput {
  const { userName, externalId = null, active = true } = body;
  const email = emailOf(body);
  if (email === undefined) throw invalid('emails', 'must hold an e-mail address, or userName must be one');
  return { userName, externalId, email, active: scimBoolean(active, 'active') };
}

/** Without `active`, a disabled user stays disabled. */
export function replacementOf(body: WrittenUser): ScimUserChanges {
  const { userName, externalId = null, active, emails } = body;
  const email = emails?.length ? emailOf(body) : undefined;
  return {
    userName,
    externalId,
    ...(email !== undefined && { email }),
    ...(active !== undefined && { active: scimBoolean(active, 'active') }),
  };
}

function emailOf({ userName, emails }: WrittenUser): string | undefined {
  const listed = emails?.find(({ primary }) => primary === true) ?? emails?.[0];
  return listed?.value ?? (userName.includes('@') ? userName : undefined);
}

export function changesOf(operations: readonly ScimOperation[]): ScimUserChanges {
  return Object.assign({}, ...scimChanges(operations).map(changeOf)) as ScimUserChanges;
}

function changeOf({ op, attribute, value }: ScimChange): ScimUserChanges {
  if (op === 'remove') return removalOf(attribute);
  switch (attribute) {
    case 'active':
      return { active: scimBoolean(value, 'active') };
    case 'username':
      return { userName: scimText(value, 'userName', MAXIMUM_LENGTH) };
    case 'externalid':
      return { externalId: value === null ? null : scimText(value, 'externalId', MAXIMUM_LENGTH) };
    case 'emails.value':
      return { email: scimText(value, 'emails', MAXIMUM_LENGTH) };
    case 'emails':
      return emailChange(value);
    default:
      return {};
  }
}

function removalOf(attribute: string): ScimUserChanges {
  if (attribute === 'externalid') return { externalId: null };
  if (['active', 'username', 'emails', 'emails.value'].includes(attribute)) {
    throw invalid(attribute, 'cannot be removed');
  }
  return {};
}

function emailChange(value: unknown): ScimUserChanges {
  const parsed = z.array(emailEntry).min(1).max(20).safeParse(value);
  if (!parsed.success) throw invalid('emails', 'must be a list of {value}');
  const entry = parsed.data.find(({ primary }) => primary === true) ?? parsed.data[0];
  return entry ? { email: entry.value } : {};
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
