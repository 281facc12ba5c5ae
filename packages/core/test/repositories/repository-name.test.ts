import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRepositoryName,
  isNamespace,
  isPlainName,
  parseRepositoryName,
  requireRepositoryName,
} from '../../src/repositories/repository.ts';
import { isPlainNameByLetters, isSpecifiedRepository } from '../oracles/repository-grammar.ts';
import { everyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

const nearNames = fc.string({
  unit: fc.constantFrom(...'ab09-_./', 'A', 'é', '*', ' ', '\n', '%', ':'),
  maxLength: 60,
});

describe('repository names follow the distribution specification', () => {
  it('every text of up to seven of the characters a - _ . / is judged as the grammar says', () => {
    const misjudged = [...everyText('a-_./', 7)].filter(
      (text) => (parseRepositoryName(text) !== undefined) !== isSpecifiedRepository(text),
    );
    expect(misjudged).toEqual([]);
  });

  it('random text near the grammar is judged as the grammar says', () => {
    fc.assert(
      fc.property(nearNames, (text) => {
        expect(parseRepositoryName(text) !== undefined).toBe(isSpecifiedRepository(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a name is split at its first slash and can be joined again', () => {
    expect(parseRepositoryName('acme/team/app')).toEqual({ namespace: 'acme', name: 'team/app' });
    for (const text of ['acme/app', 'a/b', '0/9', 'acme/team/app', 'a--b/c__d.e---f/g', 'acme.io/app', 'my_team/app']) {
      expect(formatRepositoryName(requireRepositoryName(text, 'name'))).toBe(text);
    }
  });

  it('a name of one segment belongs to the organization library, as library/NAME does, and is another repository', () => {
    expect(parseRepositoryName('alpine')).toEqual({ namespace: 'library', name: '/alpine' });
    expect(parseRepositoryName('library/alpine')).toEqual({ namespace: 'library', name: 'alpine' });
    expect(formatRepositoryName({ namespace: 'library', name: '/alpine' })).toBe('alpine');
  });

  it('a name has at most 255 characters', () => {
    expect(parseRepositoryName(`acme/${'a'.repeat(250)}`)).toBeDefined();
    expect(parseRepositoryName(`acme/${'a'.repeat(251)}`)).toBeUndefined();
  });

  it('a refusal names the field and does not quote the text', () => {
    const refusal = thrownBy(() => requireRepositoryName('Acme/App', 'repository'));
    expect(refusal).toMatchObject({ code: 'invalid-input', data: { field: 'repository' } });
    expect(JSON.stringify(refusal)).not.toContain('Acme');
  });
});

describe('plain names are 1 to 39 lower-case letters, digits and inner hyphens', () => {
  it('every text of up to six of the characters a 0 - _ is judged as this rule says', () => {
    expect([...everyText('a0-_', 6)].filter((text) => isPlainName(text) !== isPlainNameByLetters(text))).toEqual([]);
  });

  it.each([38, 39, 40, 41])('text of %i characters is judged as this rule says', (length) => {
    for (const text of ['a'.repeat(length), `${'a'.repeat(length - 1)}-`, `a${'-'.repeat(length - 2)}a`]) {
      expect(isPlainName(text)).toBe(isPlainNameByLetters(text));
    }
  });

  it('a namespace is one path component of at most 100 characters', () => {
    for (const text of ['acme.io', 'my_team', 'a__b', 'a---b', '0', 'a'.repeat(100)])
      expect(isNamespace(text)).toBe(true);
    for (const text of ['a'.repeat(101), 'a/b', 'a___b', 'a..b', '.a', 'a_', '']) expect(isNamespace(text)).toBe(false);
  });

  it.each(['acme\n', ' acme', 'Acme', 'äcme', 'acme/', '', 'а'])(
    '%j is neither a plain name nor a namespace',
    (text) => {
      expect([isPlainName(text), isNamespace(text)]).toEqual([false, false]);
    },
  );
});
