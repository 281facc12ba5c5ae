import { ANNOUNCED_RULES, type PendingRules, policyAt, stillPending } from '@lanyard/core/lifetimes/announced-rules';
import { MEMBER_ROLES } from '@lanyard/core/organizations/member-role';
import { ACCOUNT_WIDE_RULES, type MemberTerms } from '@lanyard/core/organizations/member-terms';
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
import type { Membership, Organization } from '../../store/records/organizations/organizations.ts';
import type { MembersByName } from './member-standings.ts';
import { type ShownStanding, type ShownTerms, standingOf } from './terms.ts';

export const roleSchema = z.enum(MEMBER_ROLES);

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
    case 'measure':
      return z.enum(['show', 'tell', 'quarantine']);
    case 'severity':
      return z.enum(['low', 'medium', 'high', 'critical']);
  }
}

/** Rules that are left out stay as they are. */
export const policyChangesSchema = policySchema.partial().extend({
  /** When what becomes stricter and would stop something is to bind; in 30 days where it is left out. */
  bindsFrom: z.iso.datetime({ offset: true }).optional(),
});

/** A stricter value of a rule that waits for its date. */
const pendingRuleSchema = z.object({
  rule: z.enum(ANNOUNCED_RULES),
  value: z.union([z.number(), z.boolean(), z.null()]),
  announcedAt: z.string(),
  bindsFrom: z.string(),
});

export const organizationSchema = z.object({
  name: z.string(),
  /** As it binds now. */
  policy: policySchema,
  pendingRules: z.array(pendingRuleSchema),
  createdAt: z.string(),
});

const standingFields = {
  standing: z.enum(['none-accepted', 'accepted', 'noticed', 'suspended']),
  dueAt: z.string().nullable(),
};

/** With the caller's own role in it, and how it stands to the account-wide rules. */
export const membershipSchema = organizationSchema.extend({ role: roleSchema, terms: z.object(standingFields) });

/** The account-wide rules, as they are accepted. */
export const memberTermsSchema: z.ZodType<MemberTerms, MemberTerms> = z.strictObject(
  Object.fromEntries(ACCOUNT_WIDE_RULES.map((rule) => [rule, policySchema.shape[rule]])) as Pick<
    PolicyShape,
    (typeof ACCOUNT_WIDE_RULES)[number]
  >,
);

export const termInWordsSchema = z.object({
  rule: z.enum(POLICY_RULE_NAMES),
  /** Follows the name of the organization. */
  text: z.string(),
  accountWide: z.boolean(),
});

export const shownTermsSchema = z.object({
  ...standingFields,
  terms: memberTermsSchema,
  words: z.array(termInWordsSchema),
  notAccepted: z.array(z.enum(ACCOUNT_WIDE_RULES)),
});

export const memberListSchema = z.object({
  total: z.number(),
  members: z.array(
    z.object({
      account: z.string(),
      role: roleSchema,
      addedAt: z.string(),
      /** Null for all but owners. */
      terms: z.object(standingFields).nullable(),
    }),
  ),
  /** Members who have not accepted a stricter account-wide rule; null for all but owners. */
  notAccepted: z.object({ noticed: z.number(), suspended: z.number(), nextDueAt: z.string().nullable() }).nullable(),
});

export function organizationBody(
  { name, policy, pendingRules, createdAt }: Organization,
  now: number,
): z.input<typeof organizationSchema> {
  return {
    name,
    policy: policyAt(policy, pendingRules, now),
    pendingRules: pendingBody(stillPending(pendingRules, now)),
    createdAt: isoTime(createdAt),
  };
}

function pendingBody(pending: PendingRules): z.input<typeof pendingRuleSchema>[] {
  return ANNOUNCED_RULES.flatMap((rule) => {
    const next = pending[rule];
    if (!next) return [];
    const { value, announcedAt, bindsFrom } = next;
    return [{ rule, value, announcedAt: isoTime(announcedAt), bindsFrom: isoTime(bindsFrom) }];
  });
}

/** Without e-mail addresses: members see each other's names. */
export function memberListBody({
  total,
  items,
  notAccepted,
  standingOf,
}: MembersByName): z.input<typeof memberListSchema> {
  return {
    total,
    members: items.map((member) => {
      const { accountName, role, createdAt } = member;
      const standing = standingOf(member);
      return { account: accountName, role, addedAt: isoTime(createdAt), terms: standing && standingBody(standing) };
    }),
    notAccepted: notAccepted && { ...notAccepted, nextDueAt: isoTimeOrNull(notAccepted.nextDueAt) },
  };
}

export function membershipBody(membership: Membership, now: number): z.input<typeof membershipSchema> {
  const { organization, role } = membership;
  return { ...organizationBody(organization, now), role, terms: standingBody(standingOf(membership, now)) };
}

export function shownTermsBody(shown: ShownTerms): z.input<typeof shownTermsSchema> {
  const { terms, words, notAccepted } = shown;
  return { ...standingBody(shown), terms, words: [...words], notAccepted: [...notAccepted] };
}

function standingBody({ standing, dueAt }: ShownStanding) {
  return { standing, dueAt: isoTimeOrNull(dueAt) };
}

function isoTimeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
