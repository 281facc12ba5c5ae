import { DomainError } from '../domain-error.ts';
import { type Action, isPushWithoutPull } from '../repositories/repository.ts';
import {
  allowedNumbers,
  type ImageMeasure,
  isPolicyValue,
  POLICY_RULE_NAMES,
  type POLICY_RULES,
  type PolicyRuleName,
  policyRule,
  type SeverityLimit,
  type Visibility,
} from './policy-rules.ts';

/** An organization's rules for the people, command lines and tokens that reach its repositories. */
export type OrganizationPolicy = { readonly [Name in PolicyRuleName]: ValueOf<(typeof POLICY_RULES)[Name]> };

type ValueOf<Rule> = Rule extends { readonly kind: 'duration' | 'count' }
  ? number | (Rule extends { readonly unset: string } ? null : never)
  : Rule extends { readonly kind: 'actions' }
    ? readonly Action[]
    : Rule extends { readonly kind: 'boolean' }
      ? boolean
      : Rule extends { readonly kind: 'measure' }
        ? ImageMeasure
        : Rule extends { readonly kind: 'severity' }
          ? SeverityLimit
          : Visibility;

export const DEFAULT_POLICY = Object.fromEntries(
  POLICY_RULE_NAMES.map((name) => [name, policyRule(name).default]),
) as OrganizationPolicy;

/** A policy as it was stored, with the default of every rule that came later. */
export function completePolicy(stored: Partial<OrganizationPolicy>): OrganizationPolicy {
  return { ...DEFAULT_POLICY, ...stored };
}

/** Throws `invalid-input` for a rule whose value is not of its kind or not within its bounds. */
export function requirePolicyValues(policy: OrganizationPolicy): void {
  for (const field of POLICY_RULE_NAMES) {
    const rule = policyRule(field);
    if (isPolicyValue(rule, policy[field])) continue;
    const isNumber = rule.kind === 'duration' || rule.kind === 'count';
    const expected = isNumber ? allowedNumbers(rule) : `of the kind ${rule.kind}`;
    throw new DomainError('invalid-input', { field, reason: `must be ${expected}` });
  }
}

const ACTION_RULES = ['tokenActions', 'autoTokenActions'] as const;

/**
 * A limit is refused rather than made wider than its author wrote it. One that was set before decision 25 stays as it is.
 * Throws `invalid-input`.
 */
export function requirePushWithPull(before: OrganizationPolicy, after: OrganizationPolicy): void {
  for (const field of ACTION_RULES) {
    if (!isPushWithoutPull(after[field]) || isPushWithoutPull(before[field])) continue;
    const reason = 'must have pull where it has push, because registries ask for both in every upload';
    throw new DomainError('invalid-input', { field, reason });
  }
}

/** Whether a rule can stop a token that worked before. */
export function stopsTokens(policy: OrganizationPolicy | null): boolean {
  return policy !== null && (policy.maximumTokenLifetimeSeconds !== null || policy.tokenUnusedSeconds !== null);
}

/** What is known about a member whose token is used. Times are milliseconds since the epoch. */
export interface MemberStanding {
  readonly hasSecondFactor: boolean;
  /** The last sign-in at the organization's provider; null for none. */
  readonly singleSignOnProvenAt: number | null;
  /** When the provider stopped knowing the member; null while it knows the member. */
  readonly singleSignOnEndedAt: number | null;
  /** Whether stricter rules were announced long enough ago, and the member did not accept them. */
  readonly isSuspended: boolean;
  /** Whether the account's password is used, and no token. */
  readonly usesPassword: boolean;
  /** Until when owners let its password in, although the policy does not; null for never. */
  readonly passwordExemptUntil: number | null;
}

export type MemberObstacle = 'terms' | 'password' | 'second-factor' | 'single-sign-on';

/** Why a member's credential cannot reach the organization now; undefined if it can. */
export function memberObstacle(
  policy: OrganizationPolicy,
  member: MemberStanding,
  now: number,
): MemberObstacle | undefined {
  if (member.isSuspended) return 'terms';
  if (member.usesPassword && !isPasswordAccepted(policy, member, now)) return 'password';
  if (policy.requireSecondFactor && !member.hasSecondFactor) return 'second-factor';
  if (member.singleSignOnEndedAt !== null) return 'single-sign-on';
  if (policy.tokenSignOnSeconds === null) return undefined;
  const { singleSignOnProvenAt } = member;
  const isProven = singleSignOnProvenAt !== null && now - singleSignOnProvenAt < policy.tokenSignOnSeconds * 1000;
  return isProven ? undefined : 'single-sign-on';
}

/** Nobody could approve a password, so it would be the way around the approval of tokens: no exemption is from that. */
function isPasswordAccepted(
  { passwordAtRegistry, tokenApproval }: OrganizationPolicy,
  { passwordExemptUntil }: MemberStanding,
  now: number,
): boolean {
  if (tokenApproval) return false;
  return passwordAtRegistry || (passwordExemptUntil !== null && now < passwordExemptUntil);
}
