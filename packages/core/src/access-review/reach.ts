import { decide, type RepositoryFacts } from '../registry-tokens/registry-access.ts';
import { type Action, isPatternOfOwner, sortActions } from '../repositories/repository.ts';
import type { Grant } from '../tokens/grant.ts';

/** Repositories that are alike for one token: what it may do with one of them, it may do with each. */
export interface AlikeRepositories {
  /** The full name of one of them. */
  readonly example: string;
  readonly count: number;
  readonly facts: RepositoryFacts;
}

/** Repositories with which a token may do the same. */
export interface ReachPart {
  readonly actions: readonly Action[];
  readonly count: number;
  readonly example: string;
}

/** What a token may do in one organization. */
export interface Reach {
  /** All that it may do with any of them. */
  readonly actions: readonly Action[];
  /** How many repositories it may do something with. */
  readonly repositories: number;
  /** The widest first. */
  readonly parts: readonly ReachPart[];
  /** Whether it may push to a name that no repository has yet, which makes one. */
  readonly createsRepositories: boolean;
}

export interface ReachInput {
  readonly grants: readonly Grant[];
  /** All repositories of the organization that a pattern of the grants names. */
  readonly alike: readonly AlikeRepositories[];
  /** The same for names that no repository has; `count` is not asked. */
  readonly unused: readonly Omit<AlikeRepositories, 'count'>[];
}

/** By the same decision as a registry token, for everything that could be asked (R21). */
export function reachOf({ grants, alike, unused }: ReachInput): Reach {
  const found = new Map<string, ReachPart>();
  for (const { example, count, facts } of alike) {
    const actions = actionsOn(grants, example, facts);
    if (actions.length === 0) continue;
    const key = actions.join();
    const before = found.get(key);
    found.set(key, { actions, example: before?.example ?? example, count: count + (before?.count ?? 0) });
  }
  const parts = [...found.values()].sort((a, b) => b.actions.length - a.actions.length || b.count - a.count);
  const isCreated = unused.some(({ example, facts }) => actionsOn(grants, example, facts).includes('push'));
  return {
    actions: sortActions([...parts.flatMap(({ actions }) => actions), ...(isCreated ? (['push'] as const) : [])]),
    repositories: parts.reduce((sum, { count }) => sum + count, 0),
    parts,
    createsRepositories: isCreated,
  };
}

function actionsOn(grants: readonly Grant[], name: string, facts: RepositoryFacts): readonly Action[] {
  const requested = [{ type: 'repository', resourceClass: undefined, name, actions: ['*'] }];
  const access = decide({ requested, grants, mayListCatalog: false, facts: new Map([[name, facts]]) });
  return access.flatMap(({ actions }) => actions.filter((action) => action !== '*'));
}

/** The patterns of these grants that can name a repository in the namespace, each once. */
export function patternsIn(grants: readonly Grant[], namespace: string): readonly string[] {
  const patterns = grants.flatMap((grant) => (grant.type === 'repository' ? [grant.pattern] : []));
  return [...new Set(patterns)].filter((pattern) => pattern === '*' || isPatternOfOwner(pattern, namespace));
}

/** A name that the pattern covers and that a new repository could have; the pattern itself where it is a whole name. */
export function unusedName(pattern: string, namespace: string): string {
  if (pattern === '*') return `${namespace}/a`;
  return pattern.endsWith('*') ? `${pattern.slice(0, -1)}a` : pattern;
}
