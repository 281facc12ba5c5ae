import { describe, expect, it } from 'vitest';
import { editedMembers, type MemberEdit } from '../../src/directory/scim-members.ts';

const after = (...edits: MemberEdit[]) => [...editedMembers(['ada', 'bob'], edits)];

describe('who is in a group after', () => {
  it('nothing is whoever was', () => expect(after()).toEqual(['ada', 'bob']));

  it('adding and removing, each once, whether or not they were in it', () => {
    expect(after({ op: 'add', ids: ['eve', 'ada', 'eve'] })).toEqual(['ada', 'bob', 'eve']);
    expect(after({ op: 'remove', ids: ['bob', 'eve'] })).toEqual(['ada']);
  });

  it('attack 8: replacing is nobody else, nor anybody at all where none is named', () => {
    expect(after({ op: 'replace', ids: ['eve'] })).toEqual(['eve']);
    expect(after({ op: 'replace', ids: [] })).toEqual([]);
  });

  it('several edits follows from their order', () => {
    const [add, remove] = [{ op: 'add', ids: ['eve'] } as const, { op: 'remove', ids: ['eve'] } as const];
    expect(after(add, remove)).toEqual(['ada', 'bob']);
    expect(after(remove, add)).toEqual(['ada', 'bob', 'eve']);
    expect(after(add, { op: 'replace', ids: ['bob'] }, remove)).toEqual(['bob']);
  });
});
