import fc from 'fast-check';
import { expect, it } from 'vitest';
import { actionsGranted } from '../../src/registry-tokens/registry-access.ts';
import { type Grant, grantsCover } from '../../src/tokens/grant.ts';

const repositories = ['a', 'ab', 'acme/a', 'acme/ab', 'acme/b', 'acme/a/x', 'other/a'];
const repositoryGrant = fc.record({
  type: fc.constant('repository' as const),
  pattern: fc.constantFrom('*', 'a', 'acme/*', 'acme/a*', 'acme/a', 'acme/ab', 'other/*'),
  actions: fc.subarray(['pull', 'push', 'delete'] as const, { minLength: 1 }),
  visibility: fc.constantFrom('any' as const, 'public' as const),
});
const grants = fc.array(fc.oneof(repositoryGrant, fc.constant({ type: 'catalog' as const })), {
  minLength: 1,
  maxLength: 4,
});

const given = (all: readonly Grant[]) => [
  ...repositories.flatMap((name) =>
    [true, false].flatMap((isPublic) => actionsGranted(all, name, isPublic).map((one) => `${name} ${isPublic} ${one}`)),
  ),
  ...(all.some(({ type }) => type === 'catalog') ? ['catalog'] : []),
];

it('grants that cover other grants give everything that those give, in every repository', () => {
  let covered = 0;
  fc.assert(
    fc.property(grants, grants, (wide, narrow) => {
      if (!grantsCover(wide, narrow)) return;
      covered += 1;
      const all = new Set(given(wide));
      expect(given(narrow).filter((one) => !all.has(one))).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(covered).toBeGreaterThan(100);
});

it('grants cover themselves, and every part of themselves', () => {
  fc.assert(
    fc.property(grants, (all) => {
      for (const one of all) expect(grantsCover(all, [one])).toBe(true);
    }),
  );
});
