import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import { AUTO_TOKENS_KEPT } from '../tokens/access-token.ts';

const DAY_SECONDS = 86_400;
const IDLE_SECONDS = 30 * DAY_SECONDS;
const LIFETIME_SECONDS = 90 * DAY_SECONDS;

/** What an account's command lines get; the strictest of its organizations' rules counts. */
export interface SignInPolicy {
  readonly autoTokensKept: number;
  readonly idleSeconds: number;
  readonly lifetimeSeconds: number;
}

export function signInPolicy(policies: readonly OrganizationPolicy[]): SignInPolicy {
  return {
    autoTokensKept: smallest(policies.map((policy) => policy.autoTokensKept)) ?? AUTO_TOKENS_KEPT,
    idleSeconds: Math.min(IDLE_SECONDS, smallest(policies.map((policy) => policy.signInIdleSeconds)) ?? IDLE_SECONDS),
    lifetimeSeconds: Math.min(
      LIFETIME_SECONDS,
      smallest(policies.map((policy) => policy.signInLifetimeSeconds)) ?? LIFETIME_SECONDS,
    ),
  };
}

function smallest(values: readonly (number | null)[]): number | undefined {
  const set = values.filter((value) => value !== null);
  return set.length === 0 ? undefined : Math.min(...set);
}
