import type { Membership } from '../../api/types.ts';

const DAY_SECONDS = 86_400;

/** What the policies of the account's organizations make of a lifetime; undefined where none minds. */
export function policyWarning(
  memberships: readonly Membership[],
  expiresAt: string | null | undefined,
  now: number,
): string | undefined {
  if (expiresAt === undefined) return undefined;
  const seconds = expiresAt === null ? Number.POSITIVE_INFINITY : (Date.parse(expiresAt) - now) / 1000;
  const minding = memberships.filter(({ policy }) => seconds > (policy.maximumTokenLifetimeSeconds ?? seconds));
  if (minding.length === 0) return undefined;
  const limits = minding.map(({ name, policy }) => `${name} (${daysOf(policy.maximumTokenLifetimeSeconds ?? 0)})`);
  return `It will not reach the repositories of ${limits.join(', ')}: tokens there may not live longer.`;
}

function daysOf(seconds: number): string {
  const days = Math.floor(seconds / DAY_SECONDS);
  return days === 1 ? '1 day at most' : `${days} days at most`;
}
