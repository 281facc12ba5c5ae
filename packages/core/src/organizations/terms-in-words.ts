import { durationInWords } from '../duration-in-words.ts';
import { ACTIONS, type Action } from '../repositories/repository.ts';
import type { OrganizationPolicy } from './organization-policy.ts';
import {
  isStricterValue,
  POLICY_RULE_NAMES,
  type PolicyRule,
  type PolicyRuleName,
  policyRule,
} from './policy-rules.ts';

/** A rule as a person reads it who is asked to become a member. */
export interface TermInWords {
  readonly rule: PolicyRuleName;
  /** Follows the name of the organization: "accepts access tokens that live 90 days at most". */
  readonly text: string;
  /** Whether it rules the member's whole account, and not only what reaches the organization. */
  readonly accountWide: boolean;
}

/** Every rule that asks something of a member, account-wide ones first. */
export function termsInWords(policy: OrganizationPolicy): readonly TermInWords[] {
  const terms = POLICY_RULE_NAMES.flatMap((rule): readonly TermInWords[] => {
    const { accountWide } = policyRule(rule);
    const text = termInWords(rule, policy[rule]);
    return text === undefined ? [] : [{ rule, text, accountWide: !['no', 'by-domain'].includes(accountWide) }];
  });
  return terms.toSorted((one, other) => Number(other.accountWide) - Number(one.accountWide));
}

/** Undefined where this value asks nothing of a member. */
export function termInWords(name: PolicyRuleName, value: OrganizationPolicy[PolicyRuleName]): string | undefined {
  const rule = policyRule(name);
  if (rule.term === null || asksNothing(rule, value)) return undefined;
  return rule.term.replace('{}', valueInWords(rule, value));
}

function asksNothing(rule: PolicyRule, value: OrganizationPolicy[PolicyRuleName]): boolean {
  if (rule.accountWide === 'no' || rule.accountWide === 'by-domain') {
    return JSON.stringify(value) === JSON.stringify(rule.default);
  }
  return !isStricterValue(rule, value, rule.default);
}

function valueInWords(rule: PolicyRule, value: OrganizationPolicy[PolicyRuleName]): string {
  if (rule.kind === 'duration' && typeof value === 'number') return durationInWords(value);
  if (rule.kind === 'actions' && Array.isArray(value)) return actionsInWords(value);
  return String(value);
}

function actionsInWords(actions: readonly Action[]): string {
  const named = ACTIONS.filter((action) => actions.includes(action));
  const last = named.at(-1);
  if (last === undefined) return 'to do nothing';
  return named.length === 1 ? `only to ${last}` : `only to ${named.slice(0, -1).join(', ')} and ${last}`;
}
