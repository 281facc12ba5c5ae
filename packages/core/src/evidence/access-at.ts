import { type RepositoryRight, widestRight } from '../repositories/repository.ts';

/** Where a right comes from. Each source alone would give it. */
export type RightSource =
  | { readonly type: 'owner' | 'editor'; readonly right: 'admin' }
  | { readonly type: 'team'; readonly team: string; readonly right: RepositoryRight }
  | { readonly type: 'account'; readonly right: RepositoryRight };

/** An account that has a right to a repository. An account keeps its name for good, and no other account ever gets it. */
export interface RightHolder {
  readonly name: string;
  /** The widest of all sources. */
  readonly right: RepositoryRight;
  readonly through: readonly RightSource[];
}

/** Who could reach a repository at one moment. */
export interface AccessAt {
  /** Null if there was no repository of that name. */
  readonly visibility: 'public' | 'private' | null;
  /** By name. */
  readonly holders: readonly RightHolder[];
  /** All members of the organization. It is empty for an account's namespace. */
  readonly members: readonly string[];
}

/** The holders by name, each with its sources in one order. */
export function rightHolders(sources: Iterable<readonly [name: string, source: RightSource]>): readonly RightHolder[] {
  const byName = Map.groupBy(sources, ([name]) => name);
  return [...byName]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, found]) => {
      const through = found.map(([, source]) => source).sort(byRank);
      return { name, right: widestRight(through.map(({ right }) => right)) ?? 'read', through };
    });
}

const RANK = { owner: 0, editor: 1, team: 2, account: 3 } as const;

function byRank(one: RightSource, other: RightSource): number {
  const difference = RANK[one.type] - RANK[other.type];
  return difference !== 0 || teamOf(one) === teamOf(other) ? difference : teamOf(one) < teamOf(other) ? -1 : 1;
}

function teamOf(source: RightSource): string {
  return source.type === 'team' ? source.team : '';
}
