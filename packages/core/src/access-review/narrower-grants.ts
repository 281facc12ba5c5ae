import {
  type Action,
  actionsChosen,
  isPatternOfOwner,
  LIBRARY,
  matchesPattern,
  parseRepositoryName,
} from '../repositories/repository.ts';
import { type Grant, grantsCover, MAXIMUM_GRANTS, type RepositoryGrant } from '../tokens/grant.ts';
import type { UseOfActions } from './findings.ts';

/** Each is compared with each grant, of which there may be a hundred: more would hold up everybody else. */
export const USES_LOOKED_THROUGH = 1_000;
/** More repositories of one namespace are not named each. */
const NAMED_REPOSITORIES = 20;

/**
 * Grants that would have been enough for these uses, and that give nothing which `grants` do not. Undefined where they
 * would be no narrower, where there was no use, and where there were more than are looked through: nobody knows then what
 * is enough. The right to list the catalogue stays, because no use says whether it was needed.
 */
export function narrowerGrants(grants: readonly Grant[], uses: readonly UseOfActions[]): readonly Grant[] | undefined {
  if (uses.length > USES_LOOKED_THROUGH) return undefined;
  const repositoryGrants = grants.filter((grant) => grant.type === 'repository');
  const byNamespace = Map.groupBy(usesByName(uses), ([name]) => parseRepositoryName(name)?.namespace ?? '');
  const needed: RepositoryGrant[] = [];
  for (const [namespace, used] of byNamespace) {
    // Names with one part have no common beginning.
    if (used.length > NAMED_REPOSITORIES && namespace !== LIBRARY)
      needed.push(...withinNamespace(repositoryGrants, used, namespace));
    else needed.push(...used.flatMap((one) => onRepository(repositoryGrants, one)));
    if (needed.length > MAXIMUM_GRANTS) return undefined;
  }
  if (needed.length === 0) return undefined;
  const narrower = [...needed, ...grants.filter(({ type }) => type === 'catalog')];
  const isNarrower =
    narrower.length <= MAXIMUM_GRANTS && grantsCover(grants, narrower) && !grantsCover(narrower, grants);
  return isNarrower ? narrower : undefined;
}

/**
 * The same for one namespace: its owners learn nothing about grants for others. A star counts as the namespace, because
 * that is what it means there.
 */
export function narrowerGrantsIn(
  namespace: string,
  grants: readonly Grant[],
  uses: readonly UseOfActions[],
): readonly RepositoryGrant[] | undefined {
  const enough = narrowerGrants(grantsIn(namespace, grants), uses);
  return enough?.filter((grant) => grant.type === 'repository');
}

function grantsIn(namespace: string, grants: readonly Grant[]): readonly RepositoryGrant[] {
  return grants.flatMap((grant) => {
    if (grant.type === 'catalog') return [];
    // Names with one part have no common beginning.
    if (grant.pattern === '*') return namespace === LIBRARY ? [grant] : [{ ...grant, pattern: `${namespace}/*` }];
    return isPatternOfOwner(grant.pattern, namespace) ? [grant] : [];
  });
}

/** A repository, and what was done with it. */
type UsedRepository = readonly [name: string, actions: ReadonlySet<Action>];

/** In the order of the names. */
function usesByName(uses: readonly UseOfActions[]): readonly UsedRepository[] {
  const byName = new Map<string, Set<Action>>();
  for (const { repository, actions } of uses) {
    const known = byName.get(repository) ?? new Set();
    byName.set(repository, known);
    for (const action of actions) known.add(action);
  }
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What was done with one repository; what only a grant for public ones allowed stays with public ones. */
function onRepository(grants: readonly RepositoryGrant[], [name, used]: UsedRepository): readonly RepositoryGrant[] {
  const matching = grants.filter(({ pattern }) => matchesPattern(pattern, name));
  const given = (visibility: RepositoryGrant['visibility']) => {
    const ofIt = matching.filter((grant) => grant.visibility === visibility);
    return [...used].filter((action) => ofIt.some(({ actions }) => actions.includes(action)));
  };
  const any = given('any');
  const publicOnly = given('public').filter((action) => !any.includes(action));
  return [...grantOf(name, any, 'any'), ...grantOf(name, publicOnly, 'public')];
}

/** The grants as they are, kept to the namespace and to what was done in it. */
function withinNamespace(
  grants: readonly RepositoryGrant[],
  used: readonly UsedRepository[],
  namespace: string,
): readonly RepositoryGrant[] {
  return grants.flatMap(({ pattern, actions, visibility }) => {
    const matching = used.filter(([name]) => matchesPattern(pattern, name));
    const kept = actions.filter((action) => matching.some(([, done]) => done.has(action)));
    return grantOf(pattern === '*' ? `${namespace}/*` : pattern, kept, visibility);
  });
}

function grantOf(
  pattern: string,
  actions: readonly Action[],
  visibility: RepositoryGrant['visibility'],
): readonly RepositoryGrant[] {
  return actions.length === 0 ? [] : [{ type: 'repository', pattern, actions: actionsChosen(actions), visibility }];
}
