import { DomainError } from '../domain-error.ts';
import {
  ACTIONS,
  type Action,
  actionsChosen,
  isAction,
  LIBRARY,
  parseRepositoryName,
} from '../repositories/repository.ts';

/** The right to repositories that a pattern names; `visibility: 'public'` keeps it to public ones. */
export interface RepositoryGrant {
  readonly type: 'repository';
  /** `*` for all that the owner may reach, `acme/app`, `acme/*`, `acme/team-*`, `alpine`: a star only at the end. */
  readonly pattern: string;
  readonly actions: readonly Action[];
  readonly visibility: 'any' | 'public';
}

/** The right to list the registry's catalogue; nothing else brings it (R22). */
export interface CatalogGrant {
  readonly type: 'catalog';
}

export type Grant = RepositoryGrant | CatalogGrant;

export const MAXIMUM_GRANTS = 100;

export function matchesPattern(pattern: string, repository: string): boolean {
  return pattern.endsWith('*') ? repository.startsWith(pattern.slice(0, -1)) : repository === pattern;
}

/** The actions that these grants give on one repository, in canonical order. */
export function actionsGranted(grants: readonly Grant[], repository: string, isPublic: boolean): readonly Action[] {
  const matching = grants.filter(
    (grant): grant is RepositoryGrant =>
      grant.type === 'repository' &&
      (grant.visibility === 'any' || isPublic) &&
      matchesPattern(grant.pattern, repository),
  );
  return ACTIONS.filter((action) => matching.some(({ actions }) => actions.includes(action)));
}

export function grantsCatalog(grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.type === 'catalog');
}

/**
 * Whether `wide` gives all that `narrow` gives, whatever repositories there are. One grant has to cover another whole:
 * what two give only together counts as wider, which asks for more and gives nothing away.
 */
export function grantsCover(wide: readonly Grant[], narrow: readonly Grant[]): boolean {
  return narrow.every((grant) => {
    if (grant.type === 'catalog') return grantsCatalog(wide);
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

/** The grants in the form in which they are kept; throws `invalid-input` that names the faulty one. */
export function requireGrants(grants: readonly Grant[]): readonly Grant[] {
  if (grants.length === 0) throw invalid('grants', 'must name at least one grant');
  if (grants.length > MAXIMUM_GRANTS) throw invalid('grants', `must be at most ${MAXIMUM_GRANTS}`);
  return grants.map((grant, index) => (grant.type === 'catalog' ? grant : requireRepositoryGrant(grant, index)));
}

/** The grants of an organization's token: its own repositories, nothing else. Throws `invalid-input`. */
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

/**
 * True for what can name a repository: where a prefix can go on at all, it can go on with a letter. A prefix holds a
 * slash: without one it would reach into the namespaces of others.
 */
export function isRepositoryPattern(text: string): boolean {
  if (text === '*') return true;
  if (!text.endsWith('*')) return parseRepositoryName(text) !== undefined;
  return text.includes('/') && parseRepositoryName(`${text.slice(0, -1)}a`) !== undefined;
}

/** Whether all that the pattern can name belongs to this account or organization. */
export function isPatternOfOwner(pattern: string, ownerName: string): boolean {
  if (pattern.includes('/')) return pattern.startsWith(`${ownerName}/`);
  return pattern !== '*' && ownerName === LIBRARY;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
