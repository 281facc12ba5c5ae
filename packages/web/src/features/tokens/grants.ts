import { isPushWithoutPull } from '@lanyard/core/repositories/repository';
import type { Action, Grant, RepositoryGrant } from '../../api/types.ts';

/** The value of the form. The grants are made from it. */
export interface GrantChoice {
  readonly reach: 'all' | 'public' | 'named';
  /** `acme/app`, `acme/*`, `acme/team-*`, if the reach is named. */
  readonly patterns: readonly string[];
  readonly actions: readonly Action[];
  /** The token may list all repositories of a registry. Only administrators see this choice. */
  readonly catalog?: boolean;
}

export const PRESETS = [
  { label: 'Read, write, delete', choice: { reach: 'all', patterns: [], actions: ['pull', 'push', 'delete'] } },
  { label: 'Read and write', choice: { reach: 'all', patterns: [], actions: ['pull', 'push'] } },
  { label: 'Read-only', choice: { reach: 'all', patterns: [], actions: ['pull'] } },
  { label: 'Public read-only', choice: { reach: 'public', patterns: [], actions: ['pull'] } },
] as const satisfies readonly { readonly label: string; readonly choice: GrantChoice }[];

/**
 * The choice that makes these grants. Undefined if the form cannot express them, because repositories have different
 * actions.
 */
export function choiceOf(grants: readonly Grant[]): GrantChoice | undefined {
  const held = repositoryGrants(grants);
  const catalog = grants.some(({ type }) => type === 'catalog');
  const [first] = held;
  if (!first) return undefined;
  const actions = sorted(first.actions);
  const isEverywhere = held.length === 1 && first.pattern === '*';
  const choice: GrantChoice = isEverywhere
    ? { reach: first.visibility === 'public' ? 'public' : 'all', patterns: [], actions, catalog }
    : { reach: 'named', patterns: held.map(({ pattern }) => pattern), actions, catalog };
  const asMade = (all: readonly Grant[]) =>
    JSON.stringify(all.map((one) => ('actions' in one ? keyOf(one) : one.type)));
  return asMade(allGrantsOf(choice)) === asMade([...held, ...grants.filter(({ type }) => type === 'catalog')])
    ? choice
    : undefined;
}

function keyOf({ pattern, actions, visibility }: RepositoryGrant): string {
  return `${pattern} ${visibility} ${sorted(actions).join()}`;
}

/** Whether the form still has the values of the preset. */
export function isChosen(preset: GrantChoice, { reach, actions }: GrantChoice): boolean {
  return preset.reach === reach && sorted(preset.actions).join() === sorted(actions).join();
}

/** Includes the right to the catalogue. */
export function allGrantsOf(choice: GrantChoice): Grant[] {
  const held = choice.actions.length > 0 ? grantsOf(choice) : [];
  return choice.catalog ? [...held, { type: 'catalog' }] : held;
}

export function grantsOf({ reach, patterns, actions }: GrantChoice): RepositoryGrant[] {
  const grantOn = (pattern: string, visibility: RepositoryGrant['visibility']): RepositoryGrant => ({
    type: 'repository',
    pattern,
    actions: [...actions],
    visibility,
  });
  if (reach === 'named') return patterns.map((pattern) => grantOn(pattern, 'any'));
  return [grantOn('*', reach === 'all' ? 'any' : 'public')];
}

/** What is missing or wrong, or null. */
export function grantChoiceFault({ reach, patterns, actions, catalog = false }: GrantChoice): string | null {
  if (reach === 'named' && patterns.length === 0) return 'Add at least one repository, such as acme/app or acme/*';
  const faulty = reach === 'named' ? patterns.find((pattern) => !isPattern(pattern)) : undefined;
  if (faulty !== undefined) return `${faulty} is not a repository. Write it like acme/app, acme/* or acme/team-*`;
  return actions.length === 0 && !catalog ? 'Choose at least one action' : null;
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
/** Also matches a name such as `alpine`. A star is not allowed before the first slash. */
const PATTERN = new RegExp(`^${PART}(?:/${PART})*(?:/\\*|/${PART}[._-]*\\*)?$`);

function isPattern(text: string): boolean {
  return PATTERN.test(text);
}

const ACTION_ORDER: readonly Action[] = ['pull', 'push', 'delete'];
const NAMED_AT_MOST = 3;

/** One repository or pattern with its actions: "acme/app", "pull · push". */
export interface Permission {
  readonly where: string;
  readonly what: string;
}

/** For a table, one row for each. */
export function permissionsOf(grants: readonly Grant[]): readonly Permission[] {
  return grants.map((grant) => {
    if (grant.type === 'catalog') return { where: 'the catalogue', what: 'list' };
    const what = sorted(grant.actions).join(' · ');
    if (grant.pattern !== '*') return { where: `${grant.pattern}${publicly(grant.visibility)}`, what };
    return { where: grant.visibility === 'public' ? 'public repositories' : 'all repositories', what };
  });
}

/** In whole sentences, for the person who decides about it. */
export function describeGrants(grants: readonly Grant[]): string {
  const held = repositoryGrants(grants).filter(({ actions }) => actions.length > 0);
  const parts = [...byActions(held)].map(([, group]) => `${verbs(group[0]?.actions ?? [])} ${placesOf(group)}`);
  if (grants.some(({ type }) => type === 'catalog')) parts.push('list all repositories of the registry');
  if (parts.length === 0) return 'This token cannot do anything yet. Choose at least one action.';
  return [`This token can ${parts.join('; and ')}.`, denied(held), needs(held)].filter((text) => text !== '').join(' ');
}

/** What clients need besides the actions of the token. */
function needs(held: readonly RepositoryGrant[]): string {
  // From before push included pull. New tokens cannot be like this.
  if (held.some(({ actions }) => isPushWithoutPull(actions))) {
    return 'It was created before push included pull. Without a gate, no client can push with push alone, so generate a new token for that.';
  }
  const deletesAlone = held.some(({ actions }) => actions.includes('delete') && !actions.includes('pull'));
  return deletesAlone ? 'skopeo, oras and regctl read an image before they delete it, so they also need pull.' : '';
}

/** The actions after a checkbox changed. Push includes pull here, as in the grants that are created. */
export function actionsTicked(before: readonly Action[], ticked: readonly Action[]): readonly Action[] {
  if (before.includes('pull') && !ticked.includes('pull')) return ticked.filter((action) => action !== 'push');
  const isPushNew = ticked.includes('push') && !before.includes('push');
  return isPushNew ? sorted([...ticked, 'pull']) : ticked;
}

function denied(held: readonly RepositoryGrant[]): string {
  const missing = ACTION_ORDER.filter((action) => !held.some(({ actions }) => actions.includes(action)));
  if (held.length === 0 || missing.length === 0) return '';
  return `It cannot ${missing.join(' or ')}.`;
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
  if (pattern.endsWith('/*')) return `all repositories of ${pattern.slice(0, -2)}`;
  return pattern.endsWith('*') ? `repositories that start with ${pattern.slice(0, -1)}` : pattern;
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
