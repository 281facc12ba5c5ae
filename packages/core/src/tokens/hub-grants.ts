import { DomainError } from '../domain-error.ts';
import { type Action, isPatternOfOwner, isRepositoryPattern, sortActions } from '../repositories/repository.ts';
import type { Grant, RepositoryGrant } from './grant.ts';
import { isOrganizationScope, ORGANIZATION_SCOPE_NAMES, type OrganizationScope } from './organization-scope.ts';
import {
  isRepositoryScope,
  PUBLIC_PATH,
  REPOSITORY_SCOPE_NAMES,
  type RepositoryScope,
  type ScopedRepositories,
} from './repository-scope.ts';

/**
 * Docker Hub's scopes, widest first. Each includes the narrower ones, and stands for a grant on all repositories of the
 * owner.
 */
export const HUB_SCOPES = ['repo:admin', 'repo:write', 'repo:read', 'repo:public_read'] as const;
export type HubScope = (typeof HUB_SCOPES)[number];

const GRANT_OF_SCOPE: Readonly<Record<HubScope, RepositoryGrant>> = {
  'repo:admin': grantOnAll(['pull', 'push', 'delete'], 'any'),
  'repo:write': grantOnAll(['pull', 'push'], 'any'),
  'repo:read': grantOnAll(['pull'], 'any'),
  'repo:public_read': grantOnAll(['pull'], 'public'),
};

export function isHubScope(text: string): text is HubScope {
  return (HUB_SCOPES as readonly string[]).includes(text);
}

export function grantsOfHubScopes(scopes: readonly string[]): readonly Grant[] {
  return scopes.map((scope) => {
    if (isHubScope(scope)) return GRANT_OF_SCOPE[scope];
    throw new DomainError('invalid-input', { field: 'scopes', reason: `must be some of ${HUB_SCOPES.join(', ')}` });
  });
}

/**
 * The narrowest Hub scope that covers the grants' actions. Hub clients see it for a token that was created elsewhere.
 */
export function hubScopesOfGrants(grants: readonly Grant[]): readonly HubScope[] {
  const held = grants.filter((grant): grant is RepositoryGrant => grant.type === 'repository');
  const actions = new Set(held.flatMap((grant) => grant.actions));
  if (actions.has('delete')) return ['repo:admin'];
  if (actions.has('push')) return ['repo:write'];
  if (actions.size === 0) return [];
  return held.every((grant) => grant.visibility === 'public') ? ['repo:public_read'] : ['repo:read'];
}

function grantOnAll(actions: readonly Action[], visibility: 'any' | 'public'): RepositoryGrant {
  return { type: 'repository', pattern: '*', actions: sortActions(actions), visibility };
}

/** What an organization's token reaches, in Docker Hub's words. `path` is `org/name`, `org/*` or `PUBLIC_PATH`. */
export interface HubResource {
  readonly type: string;
  readonly path: string;
  readonly scopes: readonly string[];
}

/**
 * Docker Hub's scopes for images, widest first. There each includes the narrower ones: anyone who may push may pull.
 */
export const HUB_IMAGE_SCOPES = ['scope-image-delete', 'scope-image-push', 'scope-image-pull'] as const;
export type HubImageScope = (typeof HUB_IMAGE_SCOPES)[number];

const REPOSITORY_TYPE = 'TYPE_REPO';
const ORGANIZATION_TYPE = 'TYPE_ORG';

const ACTIONS_OF_SCOPE: Readonly<Record<HubImageScope, readonly Action[]>> = {
  'scope-image-delete': ['pull', 'push', 'delete'],
  'scope-image-push': ['pull', 'push'],
  'scope-image-pull': ['pull'],
};

/** Makes one grant for each resource with scopes for images, in the same order. Throws `invalid-input` that names the wrong part. */
export function grantsOfHubResources(
  resources: readonly HubResource[],
  organization: string,
): readonly RepositoryGrant[] {
  return resources.flatMap(({ type, path, scopes }, index) => {
    const place = `resources[${index}]`;
    if (type === ORGANIZATION_TYPE) return [];
    if (type !== REPOSITORY_TYPE) throw invalid(`${place}.type`, `must be ${REPOSITORY_TYPE} or ${ORGANIZATION_TYPE}`);
    const reach = reachOf(path, organization, `${place}.path`);
    const actions = actionsOf(scopes, `${place}.scopes`);
    return actions.length === 0 ? [] : [{ type: 'repository' as const, ...reach, actions }];
  });
}

/** The scopes for repositories that are not about images. Resources that `grantsOfHubResources` refuses give none. */
export function repositoryScopesOfHubResources(
  resources: readonly HubResource[],
  organization: string,
): readonly ScopedRepositories[] {
  return namedRepositoryScopes(resources).map(({ path, scopes }) => {
    return { ...reachOf(path, organization, 'path'), scopes };
  });
}

export interface NamedRepositories {
  readonly path: string;
  readonly scopes: readonly RepositoryScope[];
}

/** The same with the paths as the client sent them. */
export function namedRepositoryScopes(resources: readonly HubResource[] | null): readonly NamedRepositories[] {
  return (resources ?? []).flatMap(({ type, path, scopes }) => {
    const named = scopes.filter(isRepositoryScope);
    return type === REPOSITORY_TYPE && named.length > 0 ? [{ path, scopes: named }] : [];
  });
}

/** Whether the second list allows something that the first one does not, path by path. */
export function isMoreForRepositories(
  before: readonly HubResource[] | null,
  after: readonly HubResource[] | null,
): boolean {
  const held = namedRepositoryScopes(before);
  return namedRepositoryScopes(after).some(({ path, scopes }) =>
    scopes.some((scope) => !held.some((one) => one.path === path && one.scopes.includes(scope))),
  );
}

/** Reads the scopes for the organization itself, each once. Throws `invalid-input` that names the wrong part. */
export function organizationScopesOfHubResources(
  resources: readonly HubResource[],
  organization: string,
): readonly OrganizationScope[] {
  const scopes = resources.flatMap((resource, index) => organizationScopesOf(resource, organization, index));
  return ORGANIZATION_SCOPE_NAMES.filter((scope) => scopes.includes(scope));
}

function organizationScopesOf(
  { type, path, scopes }: HubResource,
  organization: string,
  index: number,
): readonly OrganizationScope[] {
  if (type !== ORGANIZATION_TYPE) return [];
  if (path !== organization)
    throw invalid(`resources[${index}].path`, `must be ${organization}, the organization itself`);
  if (scopes.length > 0 && scopes.every(isOrganizationScope)) return scopes;
  const reason = `must be some of ${ORGANIZATION_SCOPE_NAMES.join(', ')}: no other is offered here`;
  throw invalid(`resources[${index}].scopes`, reason);
}

/**
 * What a Hub client sees for a token that was created elsewhere: for each grant, the narrowest scope that covers its
 * actions.
 */
export function hubResourcesOfGrants(grants: readonly Grant[], organization: string): readonly HubResource[] {
  const held = grants.filter((grant): grant is RepositoryGrant => grant.type === 'repository');
  return held.map(({ pattern, visibility, actions }) => {
    const isAllPublic = visibility === 'public' && pattern === `${organization}/*`;
    return {
      type: REPOSITORY_TYPE,
      path: isAllPublic ? PUBLIC_PATH : pattern,
      scopes: HUB_IMAGE_SCOPES.filter((scope) => actions.includes(widestAction(scope))).slice(0, 1),
    };
  });
}

/**
 * What a Hub client sees after the grants were changed elsewhere. The scopes that are not about images stay as they were.
 * Null if there are none, because then the grants say everything.
 */
export function regrantedHubResources(
  before: readonly HubResource[] | null,
  grants: readonly Grant[],
  organization: string,
): readonly HubResource[] | null {
  const kept = (before ?? [])
    .map((resource) => ({ ...resource, scopes: resource.scopes.filter((scope) => !isHubImageScope(scope)) }))
    .filter(({ scopes }) => scopes.length > 0);
  return kept.length === 0 ? null : [...hubResourcesOfGrants(grants, organization), ...kept];
}

function reachOf(path: string, organization: string, field: string): Pick<RepositoryGrant, 'pattern' | 'visibility'> {
  if (path === PUBLIC_PATH) return { pattern: `${organization}/*`, visibility: 'public' };
  if (isRepositoryPattern(path) && isPatternOfOwner(path, organization)) return { pattern: path, visibility: 'any' };
  const example = `${organization}/NAME, ${organization}/PREFIX*, ${organization}/*`;
  throw invalid(field, `must be one of ${example} or ${PUBLIC_PATH}`);
}

function actionsOf(scopes: readonly string[], field: string): readonly Action[] {
  const isOffered = (scope: string) => isHubImageScope(scope) || isRepositoryScope(scope);
  if (scopes.length > 0 && scopes.every(isOffered)) {
    return sortActions(scopes.filter(isHubImageScope).flatMap((scope) => ACTIONS_OF_SCOPE[scope]));
  }
  const offered = [...HUB_IMAGE_SCOPES, ...REPOSITORY_SCOPE_NAMES].join(', ');
  throw invalid(field, `must be some of ${offered}: no other has a meaning here`);
}

function isHubImageScope(text: string): text is HubImageScope {
  return (HUB_IMAGE_SCOPES as readonly string[]).includes(text);
}

function widestAction(scope: HubImageScope): Action {
  return ACTIONS_OF_SCOPE[scope].at(-1) ?? 'pull';
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
