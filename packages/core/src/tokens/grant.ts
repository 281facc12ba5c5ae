import { DomainError } from '../domain-error.ts';
import { type Action, isAction, parseRepositoryName, sortActions } from '../repositories/repository.ts';

/** The right to repositories that a pattern names; `visibility: 'public'` keeps it to public ones. */
export interface RepositoryGrant {
  readonly type: 'repository';
  /** `*` for all that the owner may reach, `acme/app`, `acme/*`, `acme/team-*`: a star only at the end. */
  readonly pattern: string;
  readonly actions: readonly Action[];
  readonly visibility: 'any' | 'public';
}

/** The right to list the registry's catalogue; nothing else brings it (R22). */
export interface CatalogGrant {
  readonly type: 'catalog';
}

export type Grant = RepositoryGrant | CatalogGrant;

const MAXIMUM_GRANTS = 100;

export function matchesPattern(pattern: string, repository: string): boolean {
  return pattern.endsWith('*') ? repository.startsWith(pattern.slice(0, -1)) : repository === pattern;
}

/** The actions that these grants give on one repository, in canonical order. */
export function actionsGranted(grants: readonly Grant[], repository: string, isPublic: boolean): readonly Action[] {
  return sortActions(
    grants
      .filter((grant): grant is RepositoryGrant => grant.type === 'repository')
      .filter((grant) => matchesPattern(grant.pattern, repository))
      .filter((grant) => grant.visibility === 'any' || isPublic)
      .flatMap((grant) => grant.actions),
  );
}

export function grantsCatalog(grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.type === 'catalog');
}

/** The grants in canonical form; throws `invalid-input` that names the faulty one. */
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
  if (grant.pattern.startsWith(`${organization}/`)) return grant;
  const reason = `must start with ${organization}/: an organization's token reaches no other`;
  throw invalid(`grants[${index}].pattern`, reason);
}

function requireRepositoryGrant(grant: RepositoryGrant, index: number): RepositoryGrant {
  if (!isRepositoryPattern(grant.pattern)) {
    throw invalid(`grants[${index}].pattern`, 'must be *, NAMESPACE/NAME or NAMESPACE/PREFIX*');
  }
  if (grant.actions.length === 0 || !grant.actions.every(isAction)) {
    throw invalid(`grants[${index}].actions`, 'must be some of pull, push, delete');
  }
  if (grant.visibility !== 'any' && grant.visibility !== 'public') {
    throw invalid(`grants[${index}].visibility`, 'must be any or public');
  }
  return { ...grant, actions: sortActions(grant.actions) };
}

/** True for what can name a repository: where a prefix can go on at all, it can go on with a letter. */
export function isRepositoryPattern(text: string): boolean {
  if (text === '*') return true;
  return parseRepositoryName(text.endsWith('*') ? `${text.slice(0, -1)}a` : text) !== undefined;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
