import type { Action } from '../tokens/action.ts';

/** What an account may do with a repository at most. Rights are stacked; a token's actions are not. */
export type RepositoryRight = 'read' | 'write' | 'admin';

export const REPOSITORY_RIGHTS: readonly RepositoryRight[] = ['read', 'write', 'admin'];

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
