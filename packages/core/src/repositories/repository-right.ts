import type { Action } from '../tokens/action.ts';

/** The most that an account may do with a repository. A right includes those before it; a token's actions do not. */
export type RepositoryRight = (typeof REPOSITORY_RIGHTS)[number];

/** From the narrowest to the widest. */
export const REPOSITORY_RIGHTS = ['read', 'write', 'admin'] as const;

const ACTIONS_OF_RIGHT: Readonly<Record<RepositoryRight, readonly Action[]>> = {
  read: ['pull'],
  write: ['pull', 'push'],
  admin: ['pull', 'push', 'delete'],
};

export function actionsOfRight(right: RepositoryRight | undefined): readonly Action[] {
  return right === undefined ? [] : ACTIONS_OF_RIGHT[right];
}

export function widestRight(rights: readonly RepositoryRight[]): RepositoryRight | undefined {
  return REPOSITORY_RIGHTS.findLast((right) => rights.includes(right));
}
