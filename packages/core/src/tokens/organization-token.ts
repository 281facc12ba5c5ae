import { DomainError } from '../domain-error.ts';
import { isLifetimeAllowed, type OrganizationPolicy } from '../organizations/organization-policy.ts';
import { type Grant, type RepositoryGrant, requireGrants } from './grant.ts';

/** The grants of an organization's token: its own repositories, nothing else. Throws `invalid-input`. */
export function requireOrganizationGrants(grants: readonly Grant[], organization: string): readonly RepositoryGrant[] {
  return requireGrants(grants).map((grant, index) => requireOwnRepositories(grant, index, organization));
}

/** A token that the policy would never let in is not made at all. Throws `invalid-input`. */
export function requireLifetimeAllowed(policy: OrganizationPolicy, createdAt: number, expiresAt: number | null): void {
  if (isLifetimeAllowed(policy, { createdAt, expiresAt })) return;
  const reason = `must be within ${policy.maximumTokenLifetimeSeconds} s from now: so the organization's policy says`;
  throw new DomainError('invalid-input', { field: 'expiresAt', reason });
}

function requireOwnRepositories(grant: Grant, index: number, organization: string): RepositoryGrant {
  if (grant.type === 'repository' && grant.pattern.startsWith(`${organization}/`)) return grant;
  const [field, reason] =
    grant.type === 'repository'
      ? [`grants[${index}].pattern`, `must start with ${organization}/: an organization's token reaches no other`]
      : [`grants[${index}].type`, "must be repository: an organization's token cannot list the catalogue"];
  throw new DomainError('invalid-input', { field, reason });
}
