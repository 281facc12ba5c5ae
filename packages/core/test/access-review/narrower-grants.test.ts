import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UseOfActions } from '../../src/access-review/findings.ts';
import { narrowerGrants, narrowerGrantsIn, USES_LOOKED_THROUGH } from '../../src/access-review/narrower-grants.ts';
import { actionsGranted, grantsCatalog } from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS, type Action } from '../../src/repositories/repository.ts';
import type { Grant } from '../../src/tokens/grant.ts';

/** One name for each way in which the patterns below can match, of repositories that nobody used. */
const UNUSED_NAMES = ['acme/other', 'acme/web-new', 'grace/other', 'other'];

/** As they are kept: push with pull (decision 25). */
const actions = fc
  .subarray<Action>([...ACTIONS], { minLength: 1 })
  .filter((some) => some.includes('pull') || !some.includes('push'));
const NAMES = ['acme/app', 'acme/web', 'acme/web-old', 'grace/own', 'alpine'];
const use = fc.record({ repository: fc.constantFrom(...NAMES), actions: fc.subarray<Action>([...ACTIONS]) });
const grant: fc.Arbitrary<Grant> = fc.oneof(
  fc.record({
    type: fc.constant('repository' as const),
    pattern: fc.constantFrom('*', 'acme/*', 'acme/web*', 'acme/app', 'grace/own', 'alpine'),
    actions,
    visibility: fc.constantFrom('any' as const, 'public' as const),
  }),
  fc.constant({ type: 'catalog' as const }),
);
const grants = fc.array(grant, { minLength: 1, maxLength: 4 });

describe('the narrower grants', () => {
  it('allow every use that the grants allow, and give nothing on any repository that these do not', () => {
    const property = fc.property(grants, fc.array(use, { maxLength: 8 }), (before, uses) => {
      const after = narrowerGrants(before, uses);
      if (!after) return;
      expect(grantsCatalog(after)).toBe(grantsCatalog(before));
      for (const isPublic of [true, false]) {
        for (const name of [...NAMES, 'acme/other', 'grace/other']) {
          const had = actionsGranted(before, name, isPublic);
          const has = actionsGranted(after, name, isPublic);
          const used = uses.filter(({ repository }) => repository === name).flatMap((one) => one.actions);
          expect(had).toEqual(expect.arrayContaining([...has]));
          expect(has).toEqual(expect.arrayContaining(had.filter((action) => used.includes(action))));
          // Push was given with pull; nothing else is kept that was not used.
          const needed = used.includes('push') ? [...used, 'pull'] : used;
          expect(has.filter((action) => !needed.includes(action))).toEqual([]);
        }
      }
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('exist exactly where a repository or an action was named that was not used', () => {
    const property = fc.property(grants, fc.array(use, { maxLength: 8 }), (before, uses) => {
      expect(narrowerGrants(before, uses) !== undefined).toBe(isWider(before, uses, [...NAMES, ...UNUSED_NAMES]));
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of one namespace exist exactly where something in it was not used, and name nothing else', () => {
    const here = (name: string) => name.startsWith('acme/');
    const usesHere = fc.array(use, { maxLength: 8 }).map((uses) => uses.filter(({ repository }) => here(repository)));
    const property = fc.property(grants, usesHere, (before, uses) => {
      const after = narrowerGrantsIn('acme', before, uses);
      expect(after !== undefined).toBe(isWider(before, uses, [...NAMES, ...UNUSED_NAMES].filter(here)));
      expect((after ?? []).filter(({ pattern }) => !here(pattern))).toEqual([]);
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of the organization of names with one part keep all of these names', () => {
    const uses = Array.from({ length: 21 }, (_, index) => ({
      repository: `image-${index}`,
      actions: ['pull'] as const,
    }));
    const all: Grant = { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' };
    const named = uses.map(({ repository }) => repository).sort();
    for (const enough of [narrowerGrants([all], uses), narrowerGrantsIn('library', [all], uses)]) {
      expect(enough?.map((grant) => 'pattern' in grant && grant.pattern)).toEqual(named);
    }
  });

  it('are none where the token was not used, or needs all that it has', () => {
    const one: Grant = { type: 'repository', pattern: 'acme/app', actions: ['pull'], visibility: 'any' };
    expect(narrowerGrants([one], [])).toBeUndefined();
    expect(narrowerGrants([one], [{ repository: 'acme/app', actions: ['pull'] }])).toBeUndefined();
    expect(narrowerGrants([one], [{ repository: 'acme/web', actions: ['pull'] }])).toBeUndefined();
  });

  it('name the namespace where there are many repositories', () => {
    const uses = Array.from({ length: 21 }, (_, index) => ({
      repository: `acme/app-${index}`,
      actions: ['pull'] as const,
    }));
    const all: Grant = { type: 'repository', pattern: '*', actions: ['pull', 'push'], visibility: 'any' };
    expect(narrowerGrants([all], uses)).toEqual([{ ...all, pattern: 'acme/*', actions: ['pull'] }]);
  });

  it('are none where the token did more than is looked through', () => {
    const all: Grant = { type: 'repository', pattern: '*', actions: ['pull', 'push'], visibility: 'any' };
    const uses = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ repository: `acme/app-${index}`, actions: ['pull'] as const }));
    expect(narrowerGrants([all], uses(USES_LOOKED_THROUGH))).toHaveLength(1);
    expect(narrowerGrants([all], uses(USES_LOOKED_THROUGH + 1))).toBeUndefined();
  });
});

/** Said by trying: one of the grants was of use, and together they allow something with some repository that was not done. */
function isWider(before: readonly Grant[], uses: readonly UseOfActions[], names: readonly string[]): boolean {
  const tried = names.flatMap((name) => {
    const used = uses.filter(({ repository }) => repository === name).flatMap((one) => one.actions);
    return [true, false].map((isPublic) => {
      const had = actionsGranted(before, name, isPublic);
      const done = had.filter((action) => used.includes(action));
      const needed: readonly Action[] = done.includes('push') ? [...done, 'pull'] : done;
      return { isOfUse: done.length > 0, isWider: had.some((action) => !needed.includes(action)) };
    });
  });
  return tried.some(({ isOfUse }) => isOfUse) && tried.some((one) => one.isWider);
}
