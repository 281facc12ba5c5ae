import { DEFAULT_POLICY, type OrganizationPolicy } from './organization-policy.ts';
import {
  isStricterValue,
  POLICY_RULE_NAMES,
  type POLICY_RULES,
  type PolicyRuleName,
  policyRule,
} from './policy-rules.ts';

type Stricter = 'smaller' | 'on' | 'off';

/** A rule that acts outside the organization's own repositories: on the whole account of a member. */
export type AccountWideRule = {
  [Name in PolicyRuleName]: (typeof POLICY_RULES)[Name]['accountWide'] extends Stricter ? Name : never;
}[PolicyRuleName];

export const ACCOUNT_WIDE_RULES = POLICY_RULE_NAMES.filter(
  (name): name is AccountWideRule => !['no', 'by-domain'].includes(policyRule(name).accountWide),
);

/** What a member accepted, or is asked to accept: a value for each account-wide rule. */
export type MemberTerms = Pick<OrganizationPolicy, AccountWideRule>;

/** Rules that bind what is made after they are set. */
const RULES_FOR_NEW = ['tokenApproval', 'autoTokenApproval'] as const satisfies readonly PolicyRuleName[];
type RuleForNew = (typeof RULES_FOR_NEW)[number];

/** When each of these rules last became stricter, in milliseconds since the epoch. */
export type TermsNotices = { readonly [Rule in AccountWideRule | RuleForNew]?: number };

/** How long a stricter rule is announced before a member who did not accept it is suspended. */
export const TERMS_NOTICE_SECONDS = 7 * 86_400;

export function termsOf(policy: MemberTerms): MemberTerms {
  return Object.fromEntries(ACCOUNT_WIDE_RULES.map((rule) => [rule, policy[rule]])) as MemberTerms;
}

/** What binds somebody who accepted nothing. */
export const NO_TERMS: MemberTerms = termsOf(DEFAULT_POLICY);

/** Terms as they were stored. A rule that came later was not accepted. */
export function completeTerms(stored: Partial<MemberTerms>): MemberTerms {
  return { ...NO_TERMS, ...stored };
}

/** The rules that ask for more than was accepted. */
export function stricterRules(accepted: MemberTerms, asked: MemberTerms): readonly AccountWideRule[] {
  return ACCOUNT_WIDE_RULES.filter((rule) => isStricterValue(policyRule(rule), asked[rule], accepted[rule]));
}

/**
 * What an organization may ask of a member's whole account: never more than the member accepted, and never more than
 * the policy asks now. Null for a member who accepted nothing, because an operator or a directory made the membership.
 */
export function bindingTerms(accepted: MemberTerms | null, policy: MemberTerms): MemberTerms {
  const given = accepted ?? NO_TERMS;
  const looser = ACCOUNT_WIDE_RULES.map((rule) => {
    return [rule, isStricterValue(policyRule(rule), policy[rule], given[rule]) ? given[rule] : policy[rule]];
  });
  return Object.fromEntries(looser) as MemberTerms;
}

/**
 * `none-accepted`: the account-wide rules do not bind this member. `noticed`: a rule became stricter, and the member has
 * time to accept it. `suspended`: the time is over, and the member's credentials do not reach the organization.
 */
export type TermsStanding = 'none-accepted' | 'accepted' | 'noticed' | 'suspended';

export function termsStanding(
  accepted: MemberTerms | null,
  policy: MemberTerms,
  notices: TermsNotices,
  now: number,
): TermsStanding {
  if (accepted === null) return 'none-accepted';
  const due = termsDueAt(accepted, policy, notices);
  if (due === undefined) return 'accepted';
  return now < due ? 'noticed' : 'suspended';
}

/**
 * When a member who accepts nothing more is suspended; undefined if nothing more is asked. A rule without a notice, as a
 * server of the version before leaves it, suspends nobody.
 */
export function termsDueAt(accepted: MemberTerms, policy: MemberTerms, notices: TermsNotices): number | undefined {
  const since = stricterRules(accepted, policy).flatMap((rule) => notices[rule] ?? []);
  return since.length === 0 ? undefined : Math.min(...since) + TERMS_NOTICE_SECONDS * 1000;
}

type DatedRules = Pick<OrganizationPolicy, AccountWideRule | RuleForNew>;

/** The notices after a change of the policy: each rule that became stricter has its own time, which begins anew. */
export function noticesAfter(notices: TermsNotices, before: DatedRules, after: DatedRules, now: number): TermsNotices {
  const set = RULES_FOR_NEW.filter((rule) => after[rule] && !before[rule]);
  return { ...notices, ...Object.fromEntries([...stricterRules(before, after), ...set].map((rule) => [rule, now])) };
}

/** The terms of an owner who changed the policy: anyone who sets a stricter rule accepts it by that. */
export function termsOfSetter(
  accepted: MemberTerms | null,
  before: MemberTerms,
  after: MemberTerms,
): MemberTerms | null {
  const set = stricterRules(before, after);
  if (set.length === 0) return accepted;
  if (accepted === null) return termsOf(after);
  return { ...accepted, ...Object.fromEntries(set.map((rule) => [rule, after[rule]])) };
}
