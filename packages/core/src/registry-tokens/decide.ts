import {
  type Action,
  actionsOfRight,
  parseRepositoryName,
  type RepositoryRight,
  sortActions,
} from '../repositories/repository.ts';
import { actionsGranted, type Grant, grantsCatalog } from '../tokens/grant.ts';
import type { RegistryScope } from './registry-scope.ts';

/** What is known of a repository for the one who asks. */
export interface RepositoryFacts {
  /** Undefined while there is no record of it: then only the right counts. */
  readonly visibility: 'public' | 'private' | undefined;
  /** The current right of the account; undefined for none and for the anonymous. */
  readonly right: RepositoryRight | undefined;
  /** The actions that the policy of the repository's owner leaves to this credential. */
  readonly allowedByPolicy: readonly Action[];
}

export interface DecisionInput {
  readonly requested: readonly RegistryScope[];
  readonly grants: readonly Grant[];
  /** True for administrators: only they may list the catalogue, and only with a grant for it. */
  readonly mayListCatalog: boolean;
  /** Keyed by `namespace/name`; a repository that is missing here gets nothing. */
  readonly facts: ReadonlyMap<string, RepositoryFacts>;
}

/** An entry of the registry token's `access` claim. */
export interface AccessEntry {
  readonly type: 'repository' | 'registry';
  readonly class?: string;
  readonly name: string;
  readonly actions: readonly (Action | '*')[];
}

/** Anonymous callers may pull what is public, and nothing else. */
export const ANONYMOUS_GRANTS: readonly Grant[] = [
  { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'public' },
];

/** An account's own password stands for all of its rights. */
export const FULL_GRANTS: readonly Grant[] = [
  { type: 'repository', pattern: '*', actions: ['pull', 'push', 'delete'], visibility: 'any' },
  { type: 'catalog' },
];

/** granted = requested ∩ token's grants ∩ current rights ∩ policy (R21). Unknown types and actions are dropped (R22). */
export function decide(input: DecisionInput): readonly AccessEntry[] {
  const entries = new Map<string, AccessEntry>();
  for (const scope of input.requested) {
    const entry = decideScope(scope, input);
    if (!entry) continue;
    const key = `${entry.type}(${entry.class ?? ''}):${entry.name}`;
    entries.set(key, mergeEntries(entries.get(key), entry));
  }
  return [...entries.values()];
}

function decideScope(scope: RegistryScope, input: DecisionInput): AccessEntry | undefined {
  if (scope.type === 'repository') return decideRepository(scope, input);
  if (scope.type === 'registry') return decideCatalog(scope, input);
  return undefined;
}

function decideRepository(scope: RegistryScope, input: DecisionInput): AccessEntry | undefined {
  const facts = input.facts.get(scope.name);
  if (!facts || !parseRepositoryName(scope.name)) return undefined;
  const held = actionsHeld(facts, actionsGranted(input.grants, scope.name, facts.visibility === 'public'));
  const actions = held.filter((action) => scope.actions.includes(action) || scope.actions.includes('*'));
  if (actions.length === 0) return undefined;
  const resourceClass = scope.resourceClass === undefined ? {} : { class: scope.resourceClass };
  return { type: 'repository', ...resourceClass, name: scope.name, actions };
}

function actionsHeld(facts: RepositoryFacts, granted: readonly Action[]): readonly Action[] {
  const byRight = actionsOfRight(facts.right);
  const rightful = facts.visibility === 'public' ? [...byRight, 'pull' as const] : byRight;
  return sortActions(granted.filter((action) => rightful.includes(action) && facts.allowedByPolicy.includes(action)));
}

/** Registries ask the literal `*` for the catalogue, so it must be granted literally. */
function decideCatalog(scope: RegistryScope, input: DecisionInput): AccessEntry | undefined {
  if (scope.name !== 'catalog' || !scope.actions.includes('*')) return undefined;
  if (!input.mayListCatalog || !grantsCatalog(input.grants)) return undefined;
  return { type: 'registry', name: 'catalog', actions: ['*'] };
}

function mergeEntries(first: AccessEntry | undefined, second: AccessEntry): AccessEntry {
  if (!first || first.type === 'registry') return second;
  const actions = [...first.actions, ...second.actions].filter((action) => action !== '*');
  return { ...first, actions: sortActions(actions) };
}
