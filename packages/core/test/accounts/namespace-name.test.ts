import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReservedName, nameFrom, numberedName, requireNamespaceName } from '../../src/accounts/namespace-name.ts';
import { isPlainNameByLetters } from '../oracles/repository-grammar.ts';
import { thrownBy } from '../thrown-by.ts';

const anyText = fc.string({ unit: fc.constantFrom(...'ab09-_. /@Aéß½ﬁЖ'), maxLength: 80 });

describe('a name that a person types', () => {
  it('is kept unchanged', () => {
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

describe('a name that is made from directory data', () => {
  it.each([
    ['ada.lovelace', 'ada-lovelace'],
    ['Zoë Müller', 'zoe-muller'],
    ['--Platform & Tools--', 'platform-tools'],
    ['x'.repeat(50), 'x'.repeat(39)],
    [`${'x'.repeat(38)} y`, 'x'.repeat(38)],
    ['чат', undefined],
    ['', undefined],
  ])('is for %j the name %j', (text, name) => {
    expect(nameFrom(text)).toBe(name);
  });

  it('is always valid for an account or a team, with any number added', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 1_000_000 }), (text, count) => {
        const name = nameFrom(text) ?? 'user';
        expect(isPlainNameByLetters(name)).toBe(true);
        expect(isPlainNameByLetters(numberedName(name, count))).toBe(true);
      }),
    );
  });

  it('gets a number only from the second time on, and is shortened to make room for it', () => {
    expect(numberedName('ada', 1)).toBe('ada');
    expect(numberedName('ada', 2)).toBe('ada-2');
    expect(numberedName('x'.repeat(39), 10)).toBe(`${'x'.repeat(36)}-10`);
    expect(numberedName(`${'x'.repeat(36)}-yy`, 2)).toBe(`${'x'.repeat(36)}-2`);
  });
});
