import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isImmutableTag, requireImmutableTags } from '../../src/repositories/immutable-tags.ts';

describe('tags that no push can change', () => {
  it('are none, all, or those that match a pattern', () => {
    expect(isImmutableTag(null, 'v1')).toBe(false);
    expect(isImmutableTag([], 'latest')).toBe(true);
    expect(isImmutableTag([String.raw`^v\d+\.\d+$`, '^stable'], 'v1.20')).toBe(true);
    expect(isImmutableTag([String.raw`^v\d+\.\d+$`], 'v1.20-rc')).toBe(false);
  });

  it('are the same ones that another engine for regular expressions finds', () => {
    const piece = fc.constantFrom('v', String.raw`\d+`, '[a-c]', '.', 'x?', '(ab|c)', '[0-9]{1,3}', String.raw`\.`);
    const pattern = fc
      .tuple(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([starts, pieces, ends]) => `${starts ? '^' : ''}${pieces.join('')}${ends ? '$' : ''}`);
    const tag = fc.array(fc.constantFrom('v', '1', '20', 'a', 'ab', 'c', 'x', '.', '-'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(pattern, tag, (one, parts) => {
        expect(isImmutableTag([one], parts.join(''))).toBe(new RegExp(one).test(parts.join('')));
      }),
    );
  });

  it.each([
    [['(']],
    [['']],
    [['a'.repeat(101)]],
    [['é']],
    [['(x{0,30}){0,30}']],
    [[String.raw`(a)\1`]],
    [Array(21).fill('a')],
  ])('cannot be set with %j', (patterns) => {
    expect(() => requireImmutableTags(patterns)).toThrow('invalid-input');
  });

  it('are found quickly, whatever the pattern is', () => {
    const before = process.cpuUsage();
    for (const pattern of requireImmutableTags(['(a+)+$', '(.*.*.*)*x$', '([ab]{0,5}c{0,5}){0,2}d'])) {
      expect(isImmutableTag([pattern], `${'a'.repeat(127)}b`)).toBe(false);
    }
    // A search that tries every way would need years. Microseconds of this process, whatever else the machine does.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
