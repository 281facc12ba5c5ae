import { type AccessEntry, CATALOG_ACCESS, type RegistryScope } from './registry-access.ts';

/**
 * zot asks for a repository without a name where Distribution asks for the catalogue. A token with it opens zot's `/metrics`
 * too, and everything else there that names no repository: so it is the right to the catalogue, which administrators alone have.
 */
export const ZOT_CATALOG_ACCESS: AccessEntry = { type: 'repository', name: '', actions: ['pull'] };

/** What zot asks for, in the terms that rights are decided in. */
export function fromZotScope(scope: RegistryScope): RegistryScope {
  const isCatalog = scope.type === 'repository' && scope.name === '' && scope.actions.includes('pull');
  return isCatalog ? { type: 'registry', resourceClass: undefined, name: 'catalog', actions: ['*'] } : scope;
}

/** What was decided, as zot looks for it in a token. */
export function toZotAccess(entry: AccessEntry): AccessEntry {
  return entry === CATALOG_ACCESS ? ZOT_CATALOG_ACCESS : entry;
}

/** The same the other way round: what a token for zot says, in the terms of the decision. */
export function fromZotAccess(entry: AccessEntry): AccessEntry {
  return entry.type === 'repository' && entry.name === '' ? CATALOG_ACCESS : entry;
}
