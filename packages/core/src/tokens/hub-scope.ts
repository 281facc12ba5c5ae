import { DomainError } from '../domain-error.ts';
import { type Action, sortActions } from './action.ts';
import type { Grant, RepositoryGrant } from './grant.ts';

/** Docker Hub's stacked scopes, widest first; each is sugar for a grant on all of the owner's repositories. */
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

/** The narrowest Hub scope that covers the grants' actions: what a Hub client is shown for a token made elsewhere. */
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
