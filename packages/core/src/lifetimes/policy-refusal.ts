import type { TokenRefusal } from '../domain-error.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import { actionsAllowedByPolicy } from '../registry-tokens/registry-access.ts';
import type { Action } from '../repositories/repository.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';
import type { TokenStop } from './token-stops.ts';

// Apart from the rules and their texts, because the page of the access tokens loads this at the first visit.

/** Why the policy leaves a token nothing of these actions; undefined if it leaves something. */
export function policyRefusal(
  policy: OrganizationPolicy,
  origin: TokenOrigin,
  actions: readonly Action[],
  stop: TokenStop | undefined,
): TokenRefusal | undefined {
  if (stop) return { rule: stop.rule, seconds: stop.seconds, isByAge: stop.isByAge };
  const allowed = actionsAllowedByPolicy(policy, origin);
  return actions.some((action) => allowed.includes(action)) ? undefined : { rule: 'actions', refused: actions };
}
