import type { Action, RepositoryGrant } from '../api/types.ts';

/** What the form holds; grants are made from it. */
export interface GrantChoice {
  readonly reach: 'all' | 'public' | 'named';
  /** `acme/app`, `acme/*`, `acme/team-*`, where the reach is named. */
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

/** What is still missing, beside its field. */
export function grantChoiceFault({ reach, patterns, actions }: GrantChoice): string | null {
  if (reach === 'named' && patterns.length === 0) return 'Name at least one repository, as acme/app or acme/*';
  const faulty = reach === 'named' ? patterns.find((pattern) => !isPattern(pattern)) : undefined;
  if (faulty !== undefined) return `${faulty} is not NAMESPACE/NAME or NAMESPACE/PREFIX*`;
  return actions.length === 0 ? 'Choose at least one action' : null;
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATTERN = new RegExp(`^${PART}(?:/${PART})*(?:/\\*|/${PART}[._-]*\\*)?$`);

function isPattern(text: string): boolean {
  return text.includes('/') && PATTERN.test(text);
}
