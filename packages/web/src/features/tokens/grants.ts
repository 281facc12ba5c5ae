import type { Action, Grant, RepositoryGrant } from '../../api/types.ts';

/** The value of the form, from which the grants are made. */
export interface GrantChoice {
  readonly reach: 'all' | 'public' | 'named';
  /** `acme/app`, `acme/*`, `acme/team-*`, if the reach is named. */
  readonly patterns: readonly string[];
  readonly actions: readonly Action[];
}

export const PRESETS = [
  { label: 'Read, write, delete', choice: { reach: 'all', patterns: [], actions: ['pull', 'push', 'delete'] } },
  { label: 'Read and write', choice: { reach: 'all', patterns: [], actions: ['pull', 'push'] } },
  { label: 'Read-only', choice: { reach: 'all', patterns: [], actions: ['pull'] } },
  { label: 'Public read-only', choice: { reach: 'public', patterns: [], actions: ['pull'] } },
] as const satisfies readonly { readonly label: string; readonly choice: GrantChoice }[];

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

/** What is missing or wrong; null for nothing. */
export function grantChoiceFault({ reach, patterns, actions }: GrantChoice): string | null {
  if (reach === 'named' && patterns.length === 0) return 'Add at least one repository, such as acme/app or acme/*';
  const faulty = reach === 'named' ? patterns.find((pattern) => !isPattern(pattern)) : undefined;
  if (faulty !== undefined) return `${faulty} is not a repository. Write it like acme/app, acme/* or acme/team-*`;
  return actions.length === 0 ? 'Choose at least one action' : null;
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATTERN = new RegExp(`^${PART}(?:/${PART})*(?:/\\*|/${PART}[._-]*\\*)?$`);

function isPattern(text: string): boolean {
  return text.includes('/') && PATTERN.test(text);
}

const ACTION_ORDER: readonly Action[] = ['pull', 'push', 'delete'];
const NAMED_AT_MOST = 3;

/** In a few words, for a table: "pull, push on acme/app and 2 more". */
export function summarizeGrants(grants: readonly Grant[]): string {
  const held = repositoryGrants(grants);
  if (held.length === 0) return grants.length === 0 ? 'nothing' : 'list repositories';
  return [...byActions(held)].map(([actions, group]) => `${actions} on ${placesOf(group)}`).join('; ');
}

/** In whole sentences, for the person who decides about it. */
export function describeGrants(grants: readonly Grant[]): string {
  const held = repositoryGrants(grants).filter(({ actions }) => actions.length > 0);
  const parts = [...byActions(held)].map(([, group]) => `${verbs(group[0]?.actions ?? [])} ${placesOf(group)}`);
  if (grants.some(({ type }) => type === 'catalog')) parts.push('list all repositories of the registry');
  if (parts.length === 0) return 'This token cannot do anything yet. Choose at least one action.';
  return `This token can ${parts.join('; and ')}. ${denied(held)}`.trim();
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
