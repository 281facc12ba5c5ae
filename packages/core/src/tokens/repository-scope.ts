import { matchesPattern } from '../repositories/repository.ts';

/**
 * What an access token of an organization may do with repositories over Docker Hub's interface, by its names. It is apart
 * from images: a token with these scopes alone pulls and pushes nothing. `also` lists the scopes that a scope includes.
 */
export const REPOSITORY_SCOPES = {
  'scope-repository-read': { label: 'Show repositories', also: [] },
  'scope-repository-edit': { label: 'Change descriptions and visibility', also: ['scope-repository-read'] },
  'scope-repository-admin': {
    label: 'Delete repositories',
    also: ['scope-repository-edit', 'scope-repository-read'],
  },
  'scope-tag-read': { label: 'List tags', also: [] },
  'scope-repo-group-read': { label: 'List the permissions of teams', also: [] },
  'scope-repo-group-edit': { label: 'Give permissions to teams', also: ['scope-repo-group-read'] },
  'scope-repo-group-admin': {
    label: 'Take permissions from teams',
    also: ['scope-repo-group-edit', 'scope-repo-group-read'],
  },
  'scope-repository-settings-admin': { label: 'Set immutable tags', also: [] },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly also: readonly string[] }>>;

/** Docker Hub's path for everything that is public. */
export const PUBLIC_PATH = '*/*/public';

export type RepositoryScope = keyof typeof REPOSITORY_SCOPES;

export const REPOSITORY_SCOPE_NAMES = Object.keys(REPOSITORY_SCOPES) as readonly RepositoryScope[];

/** Scopes for the repositories that match. `public`: only while they are public. */
export interface ScopedRepositories {
  readonly pattern: string;
  readonly visibility: 'any' | 'public';
  readonly scopes: readonly RepositoryScope[];
}

export function isRepositoryScope(text: string): text is RepositoryScope {
  return Object.hasOwn(REPOSITORY_SCOPES, text);
}

/** A repository as the scopes see it. Without a visibility, it is not known yet whether it is public. */
export interface AskedRepository {
  readonly fullName: string;
  readonly visibility?: 'public' | 'private';
}

/** Anything that is not named is not granted (attack 6). */
export function hasRepositoryScope(
  held: readonly ScopedRepositories[],
  scope: RepositoryScope | undefined,
  { fullName, visibility }: AskedRepository,
): boolean {
  if (scope === undefined) return false;
  return held.some(
    (one) =>
      one.scopes.some((name) => name === scope || includes(name, scope)) &&
      matchesPattern(one.pattern, fullName) &&
      (one.visibility === 'any' || visibility !== 'private'),
  );
}

function includes(wide: RepositoryScope, narrow: RepositoryScope): boolean {
  return (REPOSITORY_SCOPES[wide].also as readonly string[]).includes(narrow);
}
