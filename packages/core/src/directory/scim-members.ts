/** One change to the members of a group, given by their ids. `replace` removes all others. */
export interface MemberEdit {
  readonly op: 'add' | 'remove' | 'replace';
  readonly ids: readonly string[];
}

/** The members of the group after all edits, in their order. */
export function editedMembers(before: Iterable<string>, edits: readonly MemberEdit[]): ReadonlySet<string> {
  return edits.reduce<ReadonlySet<string>>(edited, new Set(before));
}

function edited(members: ReadonlySet<string>, { op, ids }: MemberEdit): ReadonlySet<string> {
  if (op === 'replace') return new Set(ids);
  if (op === 'add') return new Set([...members, ...ids]);
  const removed = new Set(ids);
  return new Set([...members].filter((id) => !removed.has(id)));
}
