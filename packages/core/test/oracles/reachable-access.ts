import type { AskedScope, World } from '../registry-tokens/world.ts';
import { isSpecifiedRepository } from './repository-grammar.ts';

const RANK_OF_RIGHT = { none: 0, read: 1, write: 2, admin: 3 };
const RANK_OF_ACTION = { pull: 1, push: 2, delete: 3 };
type RankedAction = keyof typeof RANK_OF_ACTION;

/** The promise of R21 and R22, checked for every scope and action separately: `type(class)|name|action`. */
export function reachableAccess(world: World): ReadonlySet<string> {
  const reachable = new Set<string>();
  for (const scope of world.scopes) {
    const label = `${scope.type}(${scope.resourceClass ?? ''})|${scope.name}`;
    if (mayListCatalog(scope, world)) reachable.add('registry()|catalog|*');
    for (const action of ['pull', 'push', 'delete'] as const) {
      if (mayDo(scope, action, world)) reachable.add(`${label}|${action}`);
    }
  }
  return reachable;
}

function mayListCatalog(scope: AskedScope, world: World): boolean {
  const asked = scope.type === 'registry' && scope.name === 'catalog' && scope.actions.includes('*');
  return asked && world.administrator && world.grants.some(({ type }) => type === 'catalog');
}

function mayDo(scope: AskedScope, action: RankedAction, world: World): boolean {
  const repository = world.repositories[scope.name];
  const asked = scope.type === 'repository' && scope.actions.some((each) => each === action || each === '*');
  if (!asked || !repository || !isSpecifiedRepository(scope.name)) return false;
  const isPublic = repository.visibility === 'public';
  const rightful = RANK_OF_RIGHT[repository.right ?? 'none'] >= RANK_OF_ACTION[action];
  if (!rightful && !(isPublic && action === 'pull')) return false;
  if (repository.allowedByPolicy.indexOf(action) < 0) return false;
  return world.grants.some(
    (grant) =>
      grant.type === 'repository' &&
      (isPublic || grant.visibility !== 'public') &&
      grant.actions.indexOf(action) >= 0 &&
      patternCovers(grant.pattern, scope.name),
  );
}

/** Compares letter by letter up to the star, or to the end of both. */
export function patternCovers(pattern: string, name: string): boolean {
  for (let place = 0; place < Math.max(pattern.length, name.length); place += 1) {
    if (pattern[place] === '*') return true;
    if (pattern[place] !== name[place]) return false;
  }
  return true;
}
