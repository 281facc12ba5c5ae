import { describe, expect, it } from 'vitest';
import { editedMembers, type MemberEdit } from '../../src/directory/scim-members.ts';

const after = (...edits: MemberEdit[]) => [...editedMembers(['ada', 'bob'], edits)];

describe('the members of a group', () => {
  it('stay the same without an edit', () => expect(after()).toEqual(['ada', 'bob']));

  it('change once for each added or removed member, whether or not it was in the group', () => {
    expect(after({ op: 'add', ids: ['eve', 'ada', 'eve'] })).toEqual(['ada', 'bob', 'eve']);
    expect(after({ op: 'remove', ids: ['bob', 'eve'] })).toEqual(['ada']);
  });

  it('attack 8: are only the named ones after a replacement, even if none is named', () => {
    expect(after({ op: 'replace', ids: ['eve'] })).toEqual(['eve']);
    expect(after({ op: 'replace', ids: [] })).toEqual([]);
  });

  it('follow the order of several edits', () => {
    const [add, remove] = [{ op: 'add', ids: ['eve'] } as const, { op: 'remove', ids: ['eve'] } as const];
    expect(after(add, remove)).toEqual(['ada', 'bob']);
    expect(after(remove, add)).toEqual(['ada', 'bob', 'eve']);
    expect(after(add, { op: 'replace', ids: ['bob'] }, remove)).toEqual(['bob']);
  });
});
