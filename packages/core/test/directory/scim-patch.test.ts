import { describe, expect, it } from 'vitest';
import { scimBoolean, scimChanges, scimText } from '../../src/directory/scim-patch.ts';

describe('the operations of a SCIM patch', () => {
  it('are read with and without a path, in any case, with and without the URN of the core schema', () => {
    const active = { attribute: 'active', filter: undefined, value: false };
    const path = 'urn:ietf:params:scim:schemas:core:2.0:User:active';
    expect(scimChanges([{ op: 'Replace', path: 'active', value: false }])).toEqual([{ op: 'replace', ...active }]);
    expect(scimChanges([{ op: 'add', path, value: false }])).toEqual([{ op: 'add', ...active }]);
    expect(scimChanges([{ op: 'replace', value: { active: false, externalId: '7' } }])).toEqual([
      { op: 'replace', ...active },
      { op: 'replace', attribute: 'externalid', filter: undefined, value: '7' },
    ]);
  });

  it('keep the filter in brackets', () => {
    expect(scimChanges([{ op: 'replace', path: 'emails[type eq "work"].value', value: 'a@example.com' }])).toEqual([
      { op: 'replace', attribute: 'emails.value', filter: 'type eq "work"', value: 'a@example.com' },
    ]);
  });

  it.each([
    [{ op: 'move', path: 'active' }, 'must be add, replace or remove'],
    [{ op: 'remove' }, 'is needed for remove'],
    [{ op: 'replace', path: '[active', value: 1 }, 'is not the path of an attribute'],
    [{ op: 'replace', value: 'text' }, 'must be an object'],
  ])('are refused with a reason: %j', (operation, reason) => {
    expect(() => scimChanges([operation])).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ reason }) }),
    );
  });

  it('accept "False", which Entra ID sends, and otherwise only booleans', () => {
    expect([scimBoolean('False', 'active'), scimBoolean('true', 'active'), scimBoolean(true, 'active')]).toEqual([
      false,
      true,
      true,
    ]);
    for (const value of ['no', 0, null, {}]) expect(() => scimBoolean(value, 'active')).toThrow();
    for (const value of ['', ' ', 7, 'x'.repeat(11)]) expect(() => scimText(value, 'userName', 10)).toThrow();
  });
});
