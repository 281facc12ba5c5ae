import { describe, expect, it } from 'vitest';
import {
  formatUserCode,
  GUESS_BUDGET,
  makeUserCode,
  parseUserCode,
  userCodeLength,
} from '../../src/command-lines/user-code.ts';
import { seededBytes } from '../seeded-random.ts';

describe('R30: the user code that a person copies from one screen to another', () => {
  it.each([0, 1, 5, 100, 10_000])(
    'is long enough: with %d other codes waiting, all allowed guesses together succeed with less than 2^-32',
    (live) => {
      const bits = userCodeLength(live) * Math.log2(20);
      expect(bits).toBeGreaterThanOrEqual(34.5);
      expect(2 ** bits).toBeGreaterThan(2 ** 32 * GUESS_BUDGET * (live + 1));
    },
  );

  it('is recognized however a person types it', () => {
    const code = makeUserCode(3, seededBytes('user code'));
    const shown = formatUserCode(code);
    for (const typed of [shown, code, shown.toLowerCase(), ` ${shown.replace('-', ' - ')} `]) {
      expect(parseUserCode(typed)).toBe(code);
    }
  });

  it.each(['', 'BCDF', 'AEIOU-AEIOU', 'BCDFG_HJKLM', 'BCDFG-HJKLM0', 'B'.repeat(99), 'ＢＣＤＦＧＨＪＫ'])(
    'is not %j',
    (text) => {
      expect(parseUserCode(text)).toBeUndefined();
    },
  );
});
