import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import {
  POLICY_RULE_NAMES,
  type PolicyRule,
  type PolicyRuleName,
  policyRule,
} from '@lanyard/core/organizations/policy-rules';
import { ACTIONS } from '@lanyard/core/repositories/repository';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Member, Organization } from '../../store/records/organizations.ts';

export const roleSchema = z.enum(['owner', 'member']);

type PolicyShape = {
  readonly [Name in PolicyRuleName]: z.ZodType<OrganizationPolicy[Name], OrganizationPolicy[Name]>;
};

const policySchema = z.strictObject(
  Object.fromEntries(POLICY_RULE_NAMES.map((name) => [name, ruleSchema(policyRule(name))])) as PolicyShape,
);

function ruleSchema(rule: PolicyRule): z.ZodType {
  return valueSchema(rule).describe(rule.explanation);
}

function valueSchema(rule: PolicyRule): z.ZodType {
  switch (rule.kind) {
    case 'duration':
    case 'count': {
      const schema = z
        .int()
        .min(rule.minimum)
        .max(rule.maximum ?? Number.MAX_SAFE_INTEGER);
      return rule.unset === undefined ? schema : schema.nullable();
    }
    case 'actions':
      return z.array(z.enum(ACTIONS)).max(ACTIONS.length);
    case 'boolean':
      return z.boolean();
    case 'visibility':
      return z.enum(['public', 'private']);
  }
}

/** Rules that are left out stay as they are. */
export const policyChangesSchema = policySchema.partial();

export const organizationSchema = z.object({ name: z.string(), policy: policySchema, createdAt: z.string() });

/** With the caller's own role in it. */
export const membershipSchema = organizationSchema.extend({ role: roleSchema });

export const memberSchema = z.object({ account: z.string(), role: roleSchema, addedAt: z.string() });

export function organizationBody({ name, policy, createdAt }: Organization): z.input<typeof organizationSchema> {
  return { name, policy, createdAt: isoTime(createdAt) };
}

/** Without the e-mail address: members see each other's names. */
export function memberBody({ accountName, role, createdAt }: Member): z.input<typeof memberSchema> {
  return { account: accountName, role, addedAt: isoTime(createdAt) };
}
