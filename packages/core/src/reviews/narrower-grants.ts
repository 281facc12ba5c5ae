import { type Action, actionsChosen, parseRepositoryName } from '../repositories/repository.ts';
import { type Grant, grantsCover, MAXIMUM_GRANTS, matchesPattern, type RepositoryGrant } from '../tokens/grant.ts';
import type { UseOfActions } from './findings.ts';

/** More repositories of one namespace are not named each. */
const NAMED_REPOSITORIES = 20;

/**
 * Grants that would have been enough for these uses, and that give nothing which `grants` do not. Undefined where they
 * would be no narrower, and where there was no use: nobody knows then what is enough. The right to list the catalogue
 * stays, because no use says whether it was needed.
 */
export function narrowerGrants(grants: readonly Grant[], uses: readonly UseOfActions[]): readonly Grant[] | undefined {
  const repositoryGrants = grants.filter((grant) => grant.type === 'repository');
  const byNamespace = Map.groupBy(uses, ({ repository }) => parseRepositoryName(repository)?.namespace ?? '');
  const needed = [...byNamespace].flatMap(([namespace, theirs]) => {
    const names = new Set(theirs.map(({ repository }) => repository));
    if (names.size > NAMED_REPOSITORIES) return withinNamespace(repositoryGrants, theirs, namespace);
    return [...names].sort().flatMap((name) => onRepository(repositoryGrants, theirs, name));
  });
  if (needed.length === 0) return undefined;
  const narrower = [...needed, ...grants.filter(({ type }) => type === 'catalog')];
  const isNarrower =
    narrower.length <= MAXIMUM_GRANTS && grantsCover(grants, narrower) && !grantsCover(narrower, grants);
  return isNarrower ? narrower : undefined;
}

/** What was done with one repository; what only a grant for public ones allowed stays with public ones. */
function onRepository(
  grants: readonly RepositoryGrant[],
  uses: readonly UseOfActions[],
  name: string,
): readonly RepositoryGrant[] {
  const used = usedIn(uses.filter(({ repository }) => repository === name));
  const given = (visibility: RepositoryGrant['visibility']) => {
    const matching = grants.filter((grant) => grant.visibility === visibility && matchesPattern(grant.pattern, name));
    return used.filter((action) => matching.some(({ actions }) => actions.includes(action)));
  };
  const any = given('any');
  const publicOnly = given('public').filter((action) => !any.includes(action));
  return [...grantOf(name, any, 'any'), ...grantOf(name, publicOnly, 'public')];
}

/** The grants as they are, kept to the namespace and to what was done in it. */
function withinNamespace(
  grants: readonly RepositoryGrant[],
  uses: readonly UseOfActions[],
  namespace: string,
): readonly RepositoryGrant[] {
  return grants.flatMap(({ pattern, actions, visibility }) => {
    const used = usedIn(uses.filter(({ repository }) => matchesPattern(pattern, repository)));
    const kept = used.filter((action) => actions.includes(action));
    return grantOf(pattern === '*' ? `${namespace}/*` : pattern, kept, visibility);
  });
}

function usedIn(uses: readonly UseOfActions[]): readonly Action[] {
  return [...new Set(uses.flatMap(({ actions }) => actions))];
}

function grantOf(
  pattern: string,
  actions: readonly Action[],
  visibility: RepositoryGrant['visibility'],
): readonly RepositoryGrant[] {
  return actions.length === 0 ? [] : [{ type: 'repository', pattern, actions: actionsChosen(actions), visibility }];
}
