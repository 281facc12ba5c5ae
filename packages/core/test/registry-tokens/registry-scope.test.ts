import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegistryScopes } from '../../src/registry-tokens/registry-access.ts';
import { scopeByColons } from '../oracles/scope-by-colons.ts';
import { everyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

const nearScopes = fc.string({
  unit: fc.oneof(fc.constantFrom(...'a0:,/*().-_@Z'), fc.constantFrom('repository', ':pull', '\n', 'é', '%', '💥')),
  minLength: 1,
  maxLength: 30,
});

describe('R22: the grammar of a registry scope', () => {
  const scope = (type: string, name: string, actions: readonly string[], resourceClass?: string) => {
    return { type, resourceClass, name, actions };
  };

  it.each([
    ['repository:acme/app:pull', scope('repository', 'acme/app', ['pull'])],
    ['repository:acme/app:pull,push', scope('repository', 'acme/app', ['pull', 'push'])],
    ['repository(plugin):acme/app:pull', scope('repository', 'acme/app', ['pull'], 'plugin')],
    ['repository:localhost:5000/acme/app:push,pull', scope('repository', 'localhost:5000/acme/app', ['push', 'pull'])],
    ['registry:catalog:*', scope('registry', 'catalog', ['*'])],
    ['repository:acme/app:*', scope('repository', 'acme/app', ['*'])],
    ['repository:acme/app:pull,pull,wipe', scope('repository', 'acme/app', ['pull', 'pull', 'wipe'])],
    ['aws:Some/Name@sha256-x:action', scope('aws', 'Some/Name@sha256-x', ['action'])],
  ])('parses %s', (text, parsed) => {
    expect(parseRegistryScopes([text])).toEqual([parsed]);
  });

  it('keeps the order of several scopes, in one value or in repeated parameters', () => {
    const values = ['a:b:pull  repository:x/y:push ', '', ' ', 'a:b:pull'];
    expect(parseRegistryScopes(values).map(({ type, name, actions }) => `${type} ${name} ${actions}`)).toEqual([
      'a b pull',
      'repository x/y push',
      'a b pull',
    ]);
    expect(parseRegistryScopes([])).toEqual([]);
  });

  it.each(malformed())('refuses a scope that %s: %s', (reason, text) => {
    for (const values of [[text], [`repository:acme/app:pull ${text}`], ['repository:acme/app:pull', text]]) {
      expect(thrownBy(() => parseRegistryScopes(values))).toEqual({
        code: 'invalid-scope',
        data: { scope: text, reason },
      });
    }
  });

  it('allows at most 512 characters in a scope and 100 scopes in a request', () => {
    const longest = `repository:${'a'.repeat(512 - 16)}:pull`;
    expect(parseRegistryScopes([longest])).toHaveLength(1);
    expect(thrownBy(() => parseRegistryScopes([`${longest}s`]))).toMatchObject({
      data: { reason: 'longer than 512 characters' },
    });
    expect(parseRegistryScopes([Array(100).fill('a:b:c').join(' ')])).toHaveLength(100);
    expect(thrownBy(() => parseRegistryScopes(Array(101).fill('a:b:c')))).toEqual({
      code: 'invalid-scope',
      data: { scope: '', reason: 'at most 100 scopes in one request' },
    });
  });

  it('quotes at most 80 printable characters in a refusal', () => {
    const refusal = thrownBy(() => parseRegistryScopes([`\u001b[31m\r\n💥${'x'.repeat(400)}`]));
    expect(refusal?.data).toMatchObject({ scope: expect.stringMatching(/^[ -~]{80}$/) });
  });
});

describe('R22: the parser agrees with an independent oracle that splits at colons', () => {
  it('for every text of up to six of the characters a : , * ( )', () => {
    const misjudged = [...everyText('a:,*()', 6)].filter((text) => text !== '' && !agreesWithOracle(text));
    expect(misjudged).toEqual([]);
  });

  it('for random text near the grammar', () => {
    fc.assert(
      fc.property(nearScopes, (text) => {
        expect(agreesWithOracle(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

function malformed(): readonly (readonly [string, string])[] {
  const textsByReason = {
    'must be TYPE:NAME:ACTION[,ACTION]': 'repository repository:acme/app : pull',
    'has a malformed type': ':a/b:pull :: Repository:a/b:c repository():a/b:c repository(a:b/c:pull (p):a:b a(b)c:d:e',
    'has a malformed name': 'registry::* repository:a\\b:pull repository:a,b:pull repository:a%2fb:pull',
    'has a malformed action':
      'a:b: a:b:pull, a:b:,pull a:b:PULL a:b:pull;push a:b:** a:b:pull1 repository:host:5000/a/b',
  };
  return Object.entries(textsByReason).flatMap(([reason, texts]) =>
    texts.split(' ').map((text) => [reason, text] as const),
  );
}

function agreesWithOracle(text: string): boolean {
  const expected = scopeByColons(text);
  const refusal = thrownBy(() => parseRegistryScopes([text]));
  if (!expected || refusal) return !expected && refusal?.code === 'invalid-scope';
  return JSON.stringify(parseRegistryScopes([text])) === JSON.stringify([expected]);
}
