import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReservedName, nameFrom, numberedName, requireNamespaceName } from '../../src/accounts/namespace-name.ts';
import { isNamespaceName } from '../oracles/repository-grammar.ts';
import { thrownBy } from '../thrown-by.ts';

const anyText = fc.string({ unit: fc.constantFrom(...'ab09-_. /@Aéß½ﬁЖ'), maxLength: 80 });

describe('a name that a person chooses', () => {
  it('is kept as it was typed', () => {
    expect(requireNamespaceName('ada-lovelace')).toBe('ada-lovelace');
  });

  it.each(['anonymous', 'library', 'operator'])('cannot be %s, which is reserved', (name) => {
    expect(isReservedName(name)).toBe(true);
    expect(thrownBy(() => requireNamespaceName(name))).toMatchObject({
      code: 'invalid-input',
      data: { field: 'name' },
    });
  });
});

describe('a name that is made of what a directory says', () => {
  it.each([
    ['ada.lovelace', 'ada-lovelace'],
    ['Zoë Müller', 'zoe-muller'],
    ['--Platform & Tools--', 'platform-tools'],
    ['x'.repeat(50), 'x'.repeat(39)],
    [`${'x'.repeat(38)} y`, 'x'.repeat(38)],
    ['чат', undefined],
    ['', undefined],
  ])('%j becomes %j', (text, name) => {
    expect(nameFrom(text)).toBe(name);
  });

  it('is always one that an account or a team can have, with any number', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 1_000_000 }), (text, count) => {
        const name = nameFrom(text) ?? 'user';
        expect(isNamespaceName(name)).toBe(true);
        expect(isNamespaceName(numberedName(name, count))).toBe(true);
      }),
    );
  });

  it('has no number the first time, and makes room for one after that', () => {
    expect(numberedName('ada', 1)).toBe('ada');
    expect(numberedName('ada', 2)).toBe('ada-2');
    expect(numberedName('x'.repeat(39), 10)).toBe(`${'x'.repeat(36)}-10`);
    expect(numberedName(`${'x'.repeat(36)}-yy`, 2)).toBe(`${'x'.repeat(36)}-2`);
  });
});
