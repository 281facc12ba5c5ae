import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextToEvict, type RetainedToken, tokensToEvict } from '../../src/tokens/retention.ts';
import { RetentionModel } from '../oracles/retention-model.ts';

type Step =
  | { readonly what: 'sign-in' }
  | { readonly what: 'use' | 'deactivate' | 'delete'; readonly which: number }
  | { readonly what: 'wait'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ what: 'sign-in' } as const) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('use' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('deactivate' as const, 'delete' as const), which: fc.nat(20) }),
  },
  // Also zero, because two things can happen in one millisecond. Also backwards, because clocks get corrected.
  { weight: 4, arbitrary: fc.record({ what: fc.constant('wait' as const), seconds: fc.integer({ min: -3, max: 9 }) }) },
);

/** Does what a server does with the pure rule: changes the set of active tokens step by step. */
function play(steps: readonly Step[], kept: number): readonly (readonly string[])[] {
  let now = 1_000;
  let made = 0;
  let alive: RetainedToken[] = [];
  return steps.map((one) => {
    if (one.what === 'wait') now += one.seconds;
    if (one.what === 'sign-in') {
      made += 1;
      const id = `token-${String(made).padStart(4, '0')}`;
      alive.push({ id, createdAt: now, lastUsedAt: null });
      const gone = tokensToEvict(alive, id, kept);
      alive = alive.filter((token) => !gone.includes(token.id));
    }
    if (one.what === 'use')
      alive = alive.map((token, index) => (index === one.which ? { ...token, lastUsedAt: now } : token));
    if (one.what === 'delete') alive = alive.filter((_, index) => index !== one.which);
    return alive.map(({ id }) => id);
  });
}

describe('the eviction of auto-generated tokens', () => {
  it('keeps the most recently used ones, like an independent model, through any logins, uses, deactivations, deletions and clock changes', () => {
    const property = fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 7 }), (steps, kept) => {
      const model = new RetentionModel(kept);
      expect(play(steps, kept)).toEqual(steps.map((one) => model.step(one)));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('never keeps more than the limit, and always keeps the new one', () => {
    const token = fc.record({ id: fc.uuid(), createdAt: fc.nat(50), lastUsedAt: fc.option(fc.nat(50)) });
    const sets = fc.uniqueArray(token, { selector: ({ id }) => id, minLength: 1, maxLength: 60 });
    const property = fc.property(sets, fc.integer({ min: 1, max: 10 }), (tokens, kept) => {
      const fresh = tokens[0]?.id ?? '';
      const gone = tokensToEvict(tokens, fresh, kept);
      expect(gone).not.toContain(fresh);
      expect(tokens.length - gone.length).toBe(Math.min(tokens.length, kept));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('does not depend on the order in which the store lists the tokens', () => {
    const tokens = Array.from({ length: 9 }, (_, index) => ({ id: `t${index}`, createdAt: 5, lastUsedAt: null }));
    expect(tokensToEvict([...tokens].reverse(), 't0', 5)).toEqual(tokensToEvict(tokens, 't0', 5));
  });

  it('removes the token that was announced as the next one, whatever the id of the new one', () => {
    const token = fc.record({ id: fc.uuid(), createdAt: fc.nat(50), lastUsedAt: fc.option(fc.nat(50)) });
    const sets = fc.uniqueArray(token, { selector: ({ id }) => id, maxLength: 12 });
    const property = fc.property(sets, fc.integer({ min: 1, max: 10 }), (tokens, kept) => {
      const fresh = { id: 'fresh', createdAt: 0, lastUsedAt: null };
      expect(nextToEvict(tokens, kept)).toBe(tokensToEvict([...tokens, fresh], 'fresh', kept)[0]);
      expect(nextToEvict(tokens, kept) === undefined).toBe(tokens.length < kept);
    });
    fc.assert(property);
  });
});
