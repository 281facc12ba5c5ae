import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Member, Organization } from '../../store/records/organizations.ts';

export const roleSchema = z.enum(['owner', 'member']);

const actionsSchema = z.array(z.enum(['pull', 'push', 'delete'])).max(3);
const wholeNumber = z.int().min(1).nullable();

const policySchema = z.strictObject({
  maximumTokenLifetimeSeconds: wholeNumber,
  tokenActions: actionsSchema,
  passwordAtRegistry: z.boolean(),
  membersCreateRepositories: z.boolean(),
  defaultVisibility: z.enum(['public', 'private']),
  autoTokenActions: actionsSchema,
  autoTokensKept: wholeNumber,
  signInIdleSeconds: wholeNumber,
  signInLifetimeSeconds: wholeNumber,
  requireSecondFactor: z.boolean(),
  requireSingleSignOn: z.boolean(),
  signOnRecheckSeconds: z.int().min(60).max(86_400),
  tokenSignOnSeconds: wholeNumber,
});

/** Rules that are left out stay as they are. */
export const policyChangesSchema = policySchema.partial();

export const organizationSchema = z.object({ name: z.string(), policy: policySchema, createdAt: z.string() });

/** With the caller's own role in it. */
export const membershipSchema = organizationSchema.extend({ role: roleSchema });

export const memberSchema = z.object({ account: z.string(), role: roleSchema, addedAt: z.string() });

export function organizationBody({ name, policy, createdAt }: Organization): z.input<typeof organizationSchema> {
  const actions = { tokenActions: [...policy.tokenActions], autoTokenActions: [...policy.autoTokenActions] };
  return { name, policy: { ...policy, ...actions }, createdAt: isoTime(createdAt) };
}

/** Without the e-mail address: members see each other's names. */
export function memberBody({ accountName, role, createdAt }: Member): z.input<typeof memberSchema> {
  return { account: accountName, role, addedAt: isoTime(createdAt) };
}
