import type { Action, Grant, RepositoryGrant } from '../api/types.ts';

const ACTION_ORDER: readonly Action[] = ['pull', 'push', 'delete'];
const NAMED_AT_MOST = 3;

/** In a few words, for a table: "pull, push on acme/app and 2 more". */
export function summarizeGrants(grants: readonly Grant[]): string {
  const held = repositoryGrants(grants);
  if (held.length === 0) return grants.length === 0 ? 'nothing' : 'list the catalogue';
  return [...byActions(held)].map(([actions, group]) => `${actions} on ${placesOf(group)}`).join('; ');
}

/** A sentence for whoever decides about it. */
export function describeGrants(grants: readonly Grant[]): string {
  const held = repositoryGrants(grants).filter(({ actions }) => actions.length > 0);
  const parts = [...byActions(held)].map(([, group]) => `${verbs(group[0]?.actions ?? [])} ${placesOf(group)}`);
  if (grants.some(({ type }) => type === 'catalog')) parts.push('list the catalogue of the registry');
  if (parts.length === 0) return 'This token will not be able to do anything yet: choose at least one action.';
  return `This token will be able to ${parts.join('; and to ')}. ${denied(held)}`.trim();
}

function denied(held: readonly RepositoryGrant[]): string {
  const missing = ACTION_ORDER.filter((action) => !held.some(({ actions }) => actions.includes(action)));
  if (held.length === 0 || missing.length === 0) return '';
  return `It can never ${missing.join(' or ')}.`;
}

function repositoryGrants(grants: readonly Grant[]): readonly RepositoryGrant[] {
  return grants.filter((grant): grant is RepositoryGrant => grant.type === 'repository');
}

function byActions(grants: readonly RepositoryGrant[]): ReadonlyMap<string, readonly RepositoryGrant[]> {
  return Map.groupBy(grants, ({ actions, visibility }) => `${sorted(actions).join(', ')}${publicly(visibility)}`);
}

function publicly(visibility: RepositoryGrant['visibility']): string {
  return visibility === 'public' ? ' (public only)' : '';
}

function placesOf(grants: readonly RepositoryGrant[]): string {
  if (grants.some(({ pattern }) => pattern === '*')) {
    return grants[0]?.visibility === 'public' ? 'all public repositories' : 'all repositories';
  }
  const names = grants.map(({ pattern }) => nameOf(pattern));
  const shown = names.slice(0, NAMED_AT_MOST);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : joined(shown);
}

function nameOf(pattern: string): string {
  if (pattern.endsWith('/*')) return `every repository of ${pattern.slice(0, -2)}`;
  return pattern.endsWith('*') ? `repositories that begin with ${pattern.slice(0, -1)}` : pattern;
}

const VERBS: Readonly<Record<Action, string>> = { pull: 'pull from', push: 'push to', delete: 'delete in' };

function verbs(actions: readonly Action[]): string {
  return joined(sorted(actions).map((action) => VERBS[action]));
}

function sorted(actions: readonly Action[]): readonly Action[] {
  return ACTION_ORDER.filter((action) => actions.includes(action));
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
