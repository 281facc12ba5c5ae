import { DomainError } from '../domain-error.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import {
  ACTIONS,
  type Action,
  actionsOfRight,
  isAction,
  matchesPattern,
  parseRepositoryName,
  type RepositoryRight,
  sortActions,
} from '../repositories/repository.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';
import type { Grant, RepositoryGrant } from '../tokens/grant.ts';

/** One `type[(class)]:name:action[,action]` of a token request. */
export interface RegistryScope {
  readonly type: string;
  readonly resourceClass: string | undefined;
  readonly name: string;
  readonly actions: readonly string[];
}

const TYPE_PATTERN = /^([a-z0-9]+)(?:\(([a-z0-9]+)\))?$/;
const NAME_PATTERN = /^[A-Za-z0-9._:/*@-]+$/;
const ACTION_PATTERN = /^(?:[a-z]+|\*)$/;
const MAXIMUM_SCOPE_LENGTH = 512;
const MAXIMUM_SCOPES = 100;

/**
 * Parses the values of every `scope` parameter; one value may hold several, space separated.
 * Throws `invalid-scope` that quotes no more than the scope itself.
 */
export function parseRegistryScopes(values: readonly string[]): readonly RegistryScope[] {
  const texts = values.flatMap((value) => value.split(' ')).filter((text) => text !== '');
  if (texts.length > MAXIMUM_SCOPES) throw invalid('', `at most ${MAXIMUM_SCOPES} scopes in one request`);
  return texts.map(parseRegistryScope);
}

/** The name may hold a colon, as in host:port, so the split is at the first and the last one. */
function parseRegistryScope(text: string): RegistryScope {
  if (text.length > MAXIMUM_SCOPE_LENGTH) throw invalid(text, `longer than ${MAXIMUM_SCOPE_LENGTH} characters`);
  const first = text.indexOf(':');
  const last = text.lastIndexOf(':');
  if (first === -1 || first === last) throw invalid(text, 'must be TYPE:NAME:ACTION[,ACTION]');
  const type = TYPE_PATTERN.exec(text.slice(0, first));
  if (!type?.[1]) throw invalid(text, 'has a malformed type');
  const name = text.slice(first + 1, last);
  // Only zot asks for a repository without a name: see `zot-catalog.ts`.
  if (!NAME_PATTERN.test(name) && !(name === '' && type[1] === 'repository'))
    throw invalid(text, 'has a malformed name');
  const actions = text.slice(last + 1).split(',');
  if (!actions.every((action) => ACTION_PATTERN.test(action))) throw invalid(text, 'has a malformed action');
  return { type: type[1], resourceClass: type[2], name, actions };
}

function invalid(scope: string, reason: string): DomainError {
  return new DomainError('invalid-scope', { scope: scope.slice(0, 80).replace(/[^\x20-\x7e]/g, '?'), reason });
}

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

/** The whole catalogue. */
export const CATALOG_ACCESS: AccessEntry = { type: 'registry', name: 'catalog', actions: ['*'] };

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
  const isRightful = (action: Action) =>
    byRight.includes(action) || (action === 'pull' && facts.visibility === 'public');
  return granted.filter((action) => isRightful(action) && facts.allowedByPolicy.includes(action));
}

/** The actions that these grants allow in one repository, in canonical order. */
export function actionsGranted(grants: readonly Grant[], repository: string, isPublic: boolean): readonly Action[] {
  const matching = grants.filter(
    (grant): grant is RepositoryGrant =>
      grant.type === 'repository' &&
      (grant.visibility === 'any' || isPublic) &&
      matchesPattern(grant.pattern, repository),
  );
  return ACTIONS.filter((action) => matching.some(({ actions }) => actions.includes(action)));
}

/** Whether these grants include the right to list the catalog. */
export function grantsCatalog(grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.type === 'catalog');
}

/** Registries ask the literal `*` for the catalogue, so it must be granted literally. */
function decideCatalog(scope: RegistryScope, input: DecisionInput): AccessEntry | undefined {
  if (scope.name !== 'catalog' || !scope.actions.includes('*')) return undefined;
  if (!input.mayListCatalog || !grantsCatalog(input.grants)) return undefined;
  return CATALOG_ACCESS;
}

function mergeEntries(first: AccessEntry | undefined, second: AccessEntry): AccessEntry {
  if (!first || first.type === 'registry') return second;
  const actions = [...first.actions, ...second.actions].filter((action) => action !== '*');
  return { ...first, actions: sortActions(actions) };
}

/** Of one repository, what was asked for and is not given. */
export interface MissingAccess {
  readonly name: string;
  readonly actions: readonly Action[];
}

/** A `*` asks for whatever there is, and lacks nothing. */
export function missingAccess(
  requested: readonly RegistryScope[],
  given: readonly AccessEntry[],
): readonly MissingAccess[] {
  const missing: MissingAccess[] = [];
  for (const { type, name, actions } of requested) {
    if (type !== 'repository') continue;
    const isGiven = (action: Action) => given.some((entry) => entry.name === name && entry.actions.includes(action));
    const lacking = actions.filter(isAction).filter((action) => !isGiven(action));
    if (lacking.length > 0) missing.push({ name, actions: lacking });
  }
  return missing;
}

/** The actions that the policy leaves to a token of this origin, while no rule stops it. */
export function actionsAllowedByPolicy(
  { tokenActions, autoTokenActions }: Pick<OrganizationPolicy, 'tokenActions' | 'autoTokenActions'>,
  origin: TokenOrigin,
): readonly Action[] {
  return origin === 'manual' ? tokenActions : tokenActions.filter((action) => autoTokenActions.includes(action));
}
