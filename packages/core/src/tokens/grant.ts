import { DomainError } from '../domain-error.ts';
import {
  type Action,
  actionsChosen,
  isAction,
  isPatternOfOwner,
  isRepositoryPattern,
} from '../repositories/repository.ts';

/** The right to the repositories that a pattern names. `visibility: 'public'` limits it to public ones. */
export interface RepositoryGrant {
  readonly type: 'repository';
  /**
   * `*` for everything that the owner may reach, `acme/app`, `acme/*`, `acme/team-*` or `alpine`. A star can only be
   * the last character.
   */
  readonly pattern: string;
  readonly actions: readonly Action[];
  readonly visibility: 'any' | 'public';
}

/** The right to list the registry's catalogue. No other grant includes it (R22). */
export interface CatalogGrant {
  readonly type: 'catalog';
}

export type Grant = RepositoryGrant | CatalogGrant;

export const MAXIMUM_GRANTS = 100;

/**
 * Whether `wide` allows everything that `narrow` allows, whatever repositories exist. One grant must cover another
 * grant completely. If only two grants together cover it, it counts as wider, which is the safe answer.
 */
export function grantsCover(wide: readonly Grant[], narrow: readonly Grant[]): boolean {
  return narrow.every((grant) => {
    if (grant.type === 'catalog') return wide.some(({ type }) => type === 'catalog');
    return grant.actions.every((action) => wide.some((other) => coversAction(other, grant, action)));
  });
}

function coversAction(wide: Grant, { pattern, visibility }: RepositoryGrant, action: Action): boolean {
  if (wide.type === 'catalog' || !wide.actions.includes(action)) return false;
  if (wide.visibility === 'public' && visibility === 'any') return false;
  if (!wide.pattern.endsWith('*')) return wide.pattern === pattern;
  const prefix = wide.pattern.slice(0, -1);
  return pattern.endsWith('*') ? pattern.slice(0, -1).startsWith(prefix) : pattern.startsWith(prefix);
}

/** Returns the grants in the form in which they are stored. Throws `invalid-input` that names the wrong grant. */
export function requireGrants(grants: readonly Grant[]): readonly Grant[] {
  if (grants.length === 0) throw invalid('grants', 'must name at least one grant');
  if (grants.length > MAXIMUM_GRANTS) throw invalid('grants', `must be at most ${MAXIMUM_GRANTS}`);
  return grants.map((grant, index) => (grant.type === 'catalog' ? grant : requireRepositoryGrant(grant, index)));
}

/** Checks the grants of an organization's token, which can name only its own repositories. Throws `invalid-input`. */
export function requireOrganizationGrants(grants: readonly Grant[], organization: string): readonly RepositoryGrant[] {
  return requireGrants(grants).map((grant, index) => requireOwnRepositories(grant, index, organization));
}

function requireOwnRepositories(grant: Grant, index: number, organization: string): RepositoryGrant {
  if (grant.type === 'catalog') {
    throw invalid(`grants[${index}].type`, "must be repository: an organization's token cannot list the catalogue");
  }
  if (isPatternOfOwner(grant.pattern, organization)) return grant;
  const reason = `must start with ${organization}/: an organization's token reaches no other`;
  throw invalid(`grants[${index}].pattern`, reason);
}

function requireRepositoryGrant(grant: RepositoryGrant, index: number): RepositoryGrant {
  if (!isRepositoryPattern(grant.pattern)) {
    throw invalid(`grants[${index}].pattern`, 'must be *, NAME, NAMESPACE/NAME or NAMESPACE/PREFIX*');
  }
  if (grant.actions.length === 0 || !grant.actions.every(isAction)) {
    throw invalid(`grants[${index}].actions`, 'must be some of pull, push, delete');
  }
  if (grant.visibility !== 'any' && grant.visibility !== 'public') {
    throw invalid(`grants[${index}].visibility`, 'must be any or public');
  }
  return { ...grant, actions: actionsChosen(grant.actions) };
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
