import type { PendingRules } from '../../src/lifetimes/announced-rules.ts';
import type { TokenHere, TokenStopRule, TokenStopRules } from '../../src/lifetimes/token-stops.ts';

/**
 * Whether a rule stops the token at this moment, told as a list of complaints: each version of the rule that binds by then
 * may have one, and an exemption silences them all. No moment is computed; each is asked for itself.
 */
export function isStoppedAt(
  rule: TokenStopRule,
  { policy, pending }: { readonly policy: TokenStopRules; readonly pending: PendingRules },
  token: TokenHere,
  moment: number,
): boolean {
  const exemption = token.exemptUntil[rule];
  if (exemption !== undefined && moment < exemption) return false;
  const limits = [policy[rule]];
  const next = pending[rule];
  if (next && next.bindsFrom <= moment) limits.push(next.value);
  return limits.some((seconds) => seconds !== null && complains(rule, seconds * 1000, token, moment));
}

function complains(rule: TokenStopRule, limit: number, token: TokenHere, moment: number): boolean {
  if (rule === 'tokenUnusedSeconds') return moment - token.activeAt >= limit;
  const life = token.expiresAt === null ? Number.POSITIVE_INFINITY : token.expiresAt - token.createdAt;
  return life > limit && (token.origin === 'manual' || moment - token.createdAt >= limit);
}
