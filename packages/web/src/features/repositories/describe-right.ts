import type { RepositoryRight } from '../../api/types.ts';

/** From the narrowest on; each holds what the one before does. */
export const RIGHTS: readonly { readonly value: RepositoryRight; readonly label: string }[] = [
  { value: 'read', label: 'Read: pull' },
  { value: 'write', label: 'Write: pull and push' },
  { value: 'admin', label: 'Admin: everything' },
];

export function describeRight(right: RepositoryRight): string {
  return RIGHTS.find(({ value }) => value === right)?.label ?? right;
}
