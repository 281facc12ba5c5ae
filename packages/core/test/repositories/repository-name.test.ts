import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRepositoryName,
  isNamespace,
  parseRepositoryName,
  requireRepositoryName,
} from '../../src/repositories/repository.ts';
import { isNamespacedRepository, isNamespaceName } from '../oracles/repository-grammar.ts';
import { everyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

const nearNames = fc.string({
  unit: fc.constantFrom(...'ab09-_./', 'A', 'é', '*', ' ', '\n', '%', ':'),
  maxLength: 60,
});

describe('repository names follow the distribution specification', () => {
  it('every text of up to seven of the letters a - _ . / is judged as the grammar says', () => {
    const misjudged = [...everyText('a-_./', 7)].filter(
      (text) => (parseRepositoryName(text) !== undefined) !== isNamespacedRepository(text),
    );
    expect(misjudged).toEqual([]);
  });

  it('so is any other text near the grammar', () => {
    fc.assert(
      fc.property(nearNames, (text) => {
        expect(parseRepositoryName(text) !== undefined).toBe(isNamespacedRepository(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a name is parted at its first slash and put together again', () => {
    expect(parseRepositoryName('acme/team/app')).toEqual({ namespace: 'acme', name: 'team/app' });
    for (const text of ['acme/app', 'a/b', '0/9', 'acme/team/app', 'a--b/c__d.e---f/g']) {
      expect(formatRepositoryName(requireRepositoryName(text, 'name'))).toBe(text);
    }
  });

  it('255 characters are the most', () => {
    expect(parseRepositoryName(`acme/${'a'.repeat(250)}`)).toBeDefined();
    expect(parseRepositoryName(`acme/${'a'.repeat(251)}`)).toBeUndefined();
  });

  it('a refusal names the field and does not repeat the text', () => {
    const refusal = thrownBy(() => requireRepositoryName('Acme/App', 'repository'));
    expect(refusal).toMatchObject({ code: 'invalid-input', data: { field: 'repository' } });
    expect(JSON.stringify(refusal)).not.toContain('Acme');
  });
});

describe('namespaces are 1 to 39 lower-case letters, digits and inner hyphens', () => {
  it('every text of up to six of the letters a 0 - _ is judged so', () => {
    expect([...everyText('a0-_', 6)].filter((text) => isNamespace(text) !== isNamespaceName(text))).toEqual([]);
  });

  it.each([38, 39, 40, 41])('also at a length of %i', (length) => {
    for (const text of ['a'.repeat(length), `${'a'.repeat(length - 1)}-`, `a${'-'.repeat(length - 2)}a`]) {
      expect(isNamespace(text)).toBe(isNamespaceName(text));
    }
  });

  it.each(['acme\n', ' acme', 'Acme', 'äcme', 'acme/', '', 'а'])('%j is none', (text) => {
    expect(isNamespace(text)).toBe(false);
  });
});
