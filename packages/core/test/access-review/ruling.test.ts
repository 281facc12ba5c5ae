import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOn, type Ruling, requireReason } from '../../src/access-review/ruling.ts';

const ruling = fc.record({
  tokenId: fc.constantFrom('a', 'b', 'c'),
  holderId: fc.constant('ada'),
  commandLineId: fc.constantFrom(null, 'login-1', 'login-2'),
  kind: fc.constantFrom('blocked' as const, 'approved' as const, 'refused' as const),
  reason: fc.constant('old'),
  at: fc.integer({ min: 0, max: 5 }),
});
/** One for each token, as they are kept. */
const rulings = fc.uniqueArray(ruling, { selector: ({ tokenId }) => tokenId, maxLength: 3 });
const token = fc.record({
  id: fc.constantFrom('a', 'b', 'd'),
  commandLineId: fc.constantFrom(null, 'login-1', 'login-3'),
  createdAt: fc.integer({ min: 0, max: 5 }),
  widenedAt: fc.constantFrom(null, 1, 3, 5),
});

describe('what an owner said about the tokens of one person', () => {
  it('agrees with a table of rules, from the most specific to the most general', () => {
    const property = fc.property(rulings, token, fc.boolean(), (all, asked, isNew) => {
      const since = asked.widenedAt === null ? asked.createdAt : asked.widenedAt;
      const lines: readonly (readonly [(one: Ruling) => boolean, 'free' | 'blocked' | 'refused' | 'waiting'])[] = [
        [({ tokenId, kind, at }) => tokenId === asked.id && kind === 'approved' && at >= since, 'free'],
        [({ tokenId, kind }) => tokenId === asked.id && kind === 'blocked', 'blocked'],
        [({ commandLineId: by, kind }) => kind === 'blocked' && by !== null && by === asked.commandLineId, 'blocked'],
        [({ tokenId, kind }) => tokenId === asked.id && kind === 'refused', 'refused'],
        [({ kind, at }) => kind === 'blocked' && at <= since, 'waiting'],
      ];
      const first = lines.find(([isSo]) => all.some(isSo));
      expect(holdOn(all, asked, isNew)?.type ?? 'free').toBe(first?.[1] ?? (isNew ? 'waiting' : 'free'));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('never allows more after one more block, or for a newer token', () => {
    const strength = { free: 0, waiting: 1, refused: 2, blocked: 3 } as const;
    const of = (all: readonly Ruling[], asked: Parameters<typeof holdOn>[1]) =>
      strength[holdOn(all, asked, false)?.type ?? 'free'];
    const property = fc.property(rulings, token, fc.nat(5), (all, asked, at) => {
      const block = { tokenId: 'e', holderId: 'ada', commandLineId: null, kind: 'blocked', reason: 'old', at } as const;
      expect(of([...all, block], asked)).toBeGreaterThanOrEqual(of(all, asked));
      expect(of(all, { ...asked, createdAt: asked.createdAt + 1 })).toBeGreaterThanOrEqual(of(all, asked));
      expect(of([...all, block], undefined)).toBe(strength.waiting);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('holds back a token whose time of creation is invalid', () => {
    const block = {
      tokenId: 'a',
      holderId: 'ada',
      commandLineId: null,
      kind: 'blocked',
      reason: 'old',
      at: 1,
    } as const;
    expect(holdOn([block], { id: 'b', commandLineId: null, createdAt: Number.NaN, widenedAt: null }, false)).toEqual({
      type: 'waiting',
      because: 'block',
    });
  });

  it('needs a reason that can be shown on a terminal', () => {
    expect(requireReason('  not used since May ')).toBe('not used since May');
    for (const text of [undefined, ' ', 'a\u001b[2J', 'x'.repeat(201)]) expect(() => requireReason(text)).toThrow();
  });
});
