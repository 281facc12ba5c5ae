import type { TokenHere } from '../../src/lifetimes/token-stops.ts';
import type { OrganizationPolicy } from '../../src/organizations/organization-policy.ts';

const FOR_EVER = Number.POSITIVE_INFINITY;

/** The actions that the policy allows, computed from the moment at which the policy ends the token. */
export function policyActions(
  policy: OrganizationPolicy,
  lifetime: Pick<TokenHere, 'createdAt' | 'expiresAt'>,
): readonly string[] {
  const lastPermittedEnd = lifetime.createdAt + 1000 * (policy.maximumTokenLifetimeSeconds ?? FOR_EVER);
  const end = lifetime.expiresAt ?? FOR_EVER;
  return end > lastPermittedEnd ? [] : [...policy.tokenActions];
}
