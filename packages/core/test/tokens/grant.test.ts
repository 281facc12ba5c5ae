import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsGranted, grantsCatalog } from '../../src/registry-tokens/registry-access.ts';
import { type Action, matchesPattern } from '../../src/repositories/repository.ts';
import { type Grant, requireGrants } from '../../src/tokens/grant.ts';
import { patternCovers } from '../oracles/reachable-access.ts';
import { isSpecifiedRepository } from '../oracles/repository-grammar.ts';
import { everyText } from '../texts.ts';
import { thrownBy } from '../thrown-by.ts';

const LOOK_ALIKES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['acme/*', ['acme/app', 'acme/a/b'], ['acme-evil/app', 'acme2/app', 'acm/app', 'acme', 'evil/acme/app', 'Acme/app']],
  [
    'acme/app',
    ['acme/app'],
    ['acme/app2', 'acme/app/sub', 'acme/ap', 'acme/app-', 'xacme/app', 'acme/App', 'acme/app '],
  ],
  [
    'acme/app*',
    ['acme/app', 'acme/app2', 'acme/app/x'],
    ['acme/ap', 'acme/ap*', 'acme-app/x', 'acme/xapp', 'acmeXapp'],
  ],
  ['acme/app.*', ['acme/app.web'], ['acme/app', 'acme/appx', 'acme/app-web']],
  ['acme/team/*', ['acme/team/app'], ['acme/team', 'acme/teams/app', 'acme-team/app', 'team/app']],
];

describe('R21: a pattern covers the repositories that it names, and no similar names', () => {
  it.each(LOOK_ALIKES)('for the pattern %s', (pattern, covered, others) => {
    expect(covered.filter((name) => !matchesPattern(pattern, name))).toEqual([]);
    expect(others.filter((name) => matchesPattern(pattern, name))).toEqual([]);
  });

  it('a pattern covers the same names as a comparison letter by letter', () => {
    const name = fc.string({ unit: fc.constantFrom(...'ab/-.'), minLength: 1, maxLength: 8 });
    const pattern = fc.tuple(name, fc.constantFrom('', '*')).map(([text, star]) => text + star);
    const property = fc.property(pattern, name, (each, repository) => {
      expect(matchesPattern(each, repository)).toBe(patternCovers(each, repository));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('several grants give the union of their actions, each action once', () => {
    const grants = [grantOf('acme/*', ['delete', 'pull']), grantOf('acme/app', ['pull']), grantOf('bob/*', ['push'])];
    expect(actionsGranted(grants, 'acme/app', false)).toEqual(['pull', 'delete']);
    expect(actionsGranted([], 'acme/app', true)).toEqual([]);
  });

  it('a grant for public repositories does not cover private ones', () => {
    const grants: Grant[] = [{ ...grantOf('acme/*', ['pull']), visibility: 'public' }];
    expect(actionsGranted(grants, 'acme/app', true)).toEqual(['pull']);
    expect(actionsGranted(grants, 'acme/app', false)).toEqual([]);
  });

  it('R22: only its own grant covers the catalogue', () => {
    expect(grantsCatalog([grantOf('*', ['pull', 'push', 'delete'])])).toBe(false);
    expect(grantsCatalog([{ type: 'catalog' }])).toBe(true);
    expect(actionsGranted([{ type: 'catalog' }], 'acme/app', true)).toEqual([]);
  });
});

describe('R21: a pattern is accepted if and only if it can name a repository', () => {
  it('for every pattern of up to five characters after a namespace', () => {
    const patterns = [...everyText('a-_./', 5)].flatMap((text) => [`acme/${text}`, `acme/${text}*`]);
    expect(patterns.filter((pattern) => isAccepted(pattern) !== canNameRepository(pattern))).toEqual([]);
  });

  it('for every pattern of up to six characters', () => {
    const misjudged = [...everyText('a-./*', 6)].filter((text) => isAccepted(text) !== canNameRepository(text));
    expect(misjudged).toEqual([]);
  });

  const refused = [
    ...['', 'acme/app ', 'acme/* ', 'acme/*\n', 'äcme/*'],
    ...'** acme* a* */app acme/*/app acme/a*b acme/** acme//app /app /* Acme/* acme/App acme-/app acme.*'.split(' '),
    ...'acme/.. acme/../bob/app acme/../* acme/./* ../acme/* acme/a.-* acme/___*'.split(' '),
    ...[`${'a'.repeat(101)}/*`, `acme/${'a'.repeat(251)}`, `acme/${'a'.repeat(250)}*`, `acme/${'a'.repeat(1e6)}`],
  ];
  it.each(refused.map((pattern) => ({ pattern, title: pattern.slice(0, 45) })))(
    'refuses "$title" and names its position',
    ({ pattern }) => {
      expect(thrownBy(() => requireGrants([{ type: 'catalog' }, grantOf(pattern, ['pull'])]))).toEqual({
        code: 'invalid-input',
        data: { field: 'grants[1].pattern', reason: 'must be *, NAME, NAMESPACE/NAME or NAMESPACE/PREFIX*' },
      });
    },
  );

  it.each([
    '*',
    'alpine',
    'acme.io/*',
    'acme/*',
    'acme/app',
    'acme/team-*',
    'acme/team/*',
    'a/b',
    `acme/${'a'.repeat(249)}*`,
  ])('accepts %s', (pattern) => {
    expect(requireGrants([grantOf(pattern, ['pull'])])).toEqual([grantOf(pattern, ['pull'])]);
  });
});

describe('R21: grants are checked and normalized', () => {
  it('lists each action once in a fixed order, and keeps the order of grants', () => {
    const grants = [
      grantOf('acme/app', ['delete', 'pull', 'delete']),
      { type: 'catalog' } as const,
      grantOf('*', ['push']),
    ];
    expect(requireGrants(grants)).toEqual([
      grantOf('acme/app', ['pull', 'delete']),
      { type: 'catalog' },
      grantOf('*', ['pull', 'push']),
    ]);
  });

  it('push adds pull to its own grant, and no other action adds anything', () => {
    const kept = (actions: readonly Action[]) => requireGrants([grantOf('acme/app', actions)]);
    expect(kept(['push'])).toEqual([grantOf('acme/app', ['pull', 'push'])]);
    expect(kept(['delete', 'push'])).toEqual([grantOf('acme/app', ['pull', 'push', 'delete'])]);
    expect(kept(['delete'])).toEqual([grantOf('acme/app', ['delete'])]);
    expect(kept(['pull'])).toEqual([grantOf('acme/app', ['pull'])]);
  });

  it.each([
    ['none', []],
    ['*', ['*']],
    ['an unknown one', ['pull', 'wipe']],
    ['a property of objects', ['constructor']],
  ])('refuses these actions: %s', (_what, actions) => {
    expect(thrownBy(() => requireGrants([grantOf('*', actions as Action[])]))).toEqual({
      code: 'invalid-input',
      data: { field: 'grants[0].actions', reason: 'must be some of pull, push, delete' },
    });
  });

  it('refuses an unknown visibility', () => {
    const grant = { ...grantOf('*', ['pull']), visibility: 'private' as 'any' };
    expect(thrownBy(() => requireGrants([grant]))).toEqual({
      code: 'invalid-input',
      data: { field: 'grants[0].visibility', reason: 'must be any or public' },
    });
  });

  it('refuses an empty list, and more than a hundred grants', () => {
    const hundred = Array<Grant>(100).fill(grantOf('acme/app', ['pull']));
    expect(requireGrants(hundred)).toHaveLength(100);
    expect(thrownBy(() => requireGrants([]))).toMatchObject({ code: 'invalid-input', data: { field: 'grants' } });
    expect(thrownBy(() => requireGrants([...hundred, { type: 'catalog' }]))).toMatchObject({
      code: 'invalid-input',
      data: { field: 'grants', reason: 'must be at most 100' },
    });
  });
});

function grantOf(pattern: string, actions: readonly Action[]): Extract<Grant, { type: 'repository' }> {
  return { type: 'repository', pattern, actions, visibility: 'any' };
}

function isAccepted(pattern: string): boolean {
  return thrownBy(() => requireGrants([grantOf(pattern, ['pull'])])) === undefined;
}

/** Tries it: is there a repository with this name, or with a name that adds up to two letters? */
function canNameRepository(pattern: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.endsWith('*')) return isSpecifiedRepository(pattern);
  const stem = pattern.slice(0, -1);
  return stem.includes('/') && [...everyText('a-_./', 2)].some((rest) => isSpecifiedRepository(stem + rest));
}
