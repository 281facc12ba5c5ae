import type { OrganizationPolicy, TokenLifetime } from '../../src/organizations/organization-policy.ts';

const FOR_EVER = Number.POSITIVE_INFINITY;

/** What the policy leaves, told through the moment at which it would have the token end. */
export function policyActions(policy: OrganizationPolicy, lifetime: TokenLifetime): readonly string[] {
  const lastPermittedEnd = lifetime.createdAt + 1000 * (policy.maximumTokenLifetimeSeconds ?? FOR_EVER);
  const end = lifetime.expiresAt ?? FOR_EVER;
  return end > lastPermittedEnd ? [] : [...policy.tokenActions];
}
