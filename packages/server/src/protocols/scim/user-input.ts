import {
  type ScimChange,
  type ScimOperation,
  scimBoolean,
  scimChanges,
  scimText,
} from '@lanyard/core/directory/scim-patch';
import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import type { ScimUserChanges, ScimUserInput } from '../../features/directory/scim-users.ts';

const MAXIMUM_LENGTH = 254;
const nameText = z.string().trim().min(1).max(MAXIMUM_LENGTH);
const emailEntry = z.object({ value: z.string().max(MAXIMUM_LENGTH), primary: z.boolean().optional() });

/** Of a user's attributes those that are read; all others are left aside, extensions too. */
export const userBody = z.object({
  userName: nameText,
  externalId: nameText.nullish(),
  active: z.union([z.boolean(), z.string().max(5)]).optional(),
  emails: z.array(emailEntry).max(20).nullish(),
});

type UserBody = z.output<typeof userBody>;

/** The e-mail address is the primary one, the first, or the userName where it is one. */
export function newUserOf(body: UserBody): ScimUserInput {
  const { userName, externalId = null, active = true } = body;
  const email = emailOf(body);
  if (email === undefined) throw invalid('emails', 'must hold an e-mail address, or userName must be one');
  return { userName, externalId, email, active: scimBoolean(active, 'active') };
}

/** Without `active`, whoever is disabled stays so. */
export function replacementOf(body: UserBody): ScimUserChanges {
  const { userName, externalId = null, active, emails } = body;
  const email = emails?.length ? emailOf(body) : undefined;
  return {
    userName,
    externalId,
    ...(email !== undefined && { email }),
    ...(active !== undefined && { active: scimBoolean(active, 'active') }),
  };
}

function emailOf({ userName, emails }: UserBody): string | undefined {
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
