import { MEMBER_ROLES } from '@lanyard/core/organizations/member-role';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { AccountInDetail } from './administer-account.ts';

/** An account as administrators see it. */
export const accountSchema = z.object({
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  active: z.boolean(),
  hasSecondFactor: z.boolean(),
  disabledAt: z.string().nullable(),
  createdAt: z.string(),
});

/** The use case checks the exact lengths. These limits only refuse values that are never valid. */
export const newAccountFields = {
  name: z.string().max(100),
  email: z.string().max(320),
  password: z.string().max(4096),
};

export function accountBody(account: Account): z.input<typeof accountSchema> {
  const { name, email, isAdministrator, disabledAt, createdAt, hasSecondFactor } = account;
  return {
    name,
    email,
    isAdministrator,
    active: disabledAt === null,
    hasSecondFactor,
    disabledAt: disabledAt === null ? null : isoTime(disabledAt),
    createdAt: isoTime(createdAt),
  };
}

export const accountDetailSchema = accountSchema.extend({
  hasPassword: z.boolean(),
  sessions: z.number(),
  commandLines: z.number(),
  tokens: z.object({ active: z.number(), inactive: z.number(), expired: z.number() }),
  repositories: z.number(),
  organizations: z.array(z.object({ name: z.string(), role: z.enum(MEMBER_ROLES) })),
  /** Organizations without any other owner. While there are any, the account cannot be deleted. */
  onlyOwnerOf: z.array(z.string()),
  /** The organization whose directory manages the account, or null. */
  managedBy: z.string().nullable(),
});

export function accountDetailBody(detail: AccountInDetail): z.input<typeof accountDetailSchema> {
  const { account, tokens, memberships, onlyOwnerOf, sessions, commandLines, repositories, managedBy } = detail;
  return {
    ...accountBody(account),
    hasPassword: account.passwordHash !== null,
    sessions,
    commandLines,
    tokens: { active: tokens.active, inactive: tokens.inactive, expired: tokens.expired },
    repositories,
    organizations: memberships.map(({ organization, role }) => ({ name: organization.name, role })),
    onlyOwnerOf: [...onlyOwnerOf],
    managedBy,
  };
}
