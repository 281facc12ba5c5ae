import type { Action } from '../repositories/repository.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';
import type { OrganizationPolicy } from './organization-policy.ts';

/** The actions that the policy leaves to a token of this origin, while no rule stops it. */
export function actionsAllowedByPolicy(
  { tokenActions, autoTokenActions }: Pick<OrganizationPolicy, 'tokenActions' | 'autoTokenActions'>,
  origin: TokenOrigin,
): readonly Action[] {
  return origin === 'manual' ? tokenActions : tokenActions.filter((action) => autoTokenActions.includes(action));
}
