import type { MemberTerms } from '../organizations/member-terms.ts';
import { POLICY_RULES } from '../organizations/policy-rules.ts';
import { AUTO_TOKENS_KEPT } from '../tokens/retention.ts';

/** What an account's command lines get; the strictest of the rules counts that bind the account. */
export interface CommandLinePolicy {
  readonly autoTokensKept: number;
  readonly idleSeconds: number;
  readonly lifetimeSeconds: number;
}

export function commandLinePolicy(policies: readonly MemberTerms[]): CommandLinePolicy {
  const { signInIdleSeconds: idle, signInLifetimeSeconds: lifetime } = POLICY_RULES;
  return {
    autoTokensKept: smallest(policies, 'autoTokensKept') ?? AUTO_TOKENS_KEPT,
    idleSeconds: Math.min(idle.cappedAt, smallest(policies, 'signInIdleSeconds') ?? idle.cappedAt),
    lifetimeSeconds: Math.min(lifetime.cappedAt, smallest(policies, 'signInLifetimeSeconds') ?? lifetime.cappedAt),
  };
}

/** Undefined if no organization sets the rule. */
function smallest(
  policies: readonly MemberTerms[],
  rule: 'autoTokensKept' | 'signInIdleSeconds' | 'signInLifetimeSeconds',
): number | undefined {
  const set = policies.map((policy) => policy[rule]).filter((value) => value !== null);
  return set.length === 0 ? undefined : Math.min(...set);
}
