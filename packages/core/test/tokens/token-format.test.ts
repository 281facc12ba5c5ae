import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeTokenSecret, parseTokenKind, TOKEN_PATTERN, TOKEN_RANDOM_LENGTH } from '../../src/tokens/access-token.ts';
import { crc32ByDivision, tokenChecksum } from '../oracles/token-checksum.ts';
import { seededBytes } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const KINDS = ['pat', 'auto', 'oat'] as const;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BATCH = 1_000;
const STRINGS = testRuns(200_000);

describe('R15: the format of a token', () => {
  it('matches the documented regular expression, so that scanners can find it', () => {
    expect(TOKEN_PATTERN.source).toBe('^lyd_(pat|auto|oat)_[0-9A-Za-z]{36}$');
    expect(TOKEN_PATTERN.flags).toBe('');
  });

  it.each(KINDS)('fits a new %s token and shows its kind', (kind) => {
    for (let count = 0; count < 500; count += 1) {
      const text = makeTokenSecret(kind, randomBytes).reveal();
      expect(text).toMatch(TOKEN_PATTERN);
      expect(text.split('_')[1]).toBe(kind);
      expect(parseTokenKind(text)).toBe(kind);
    }
  });

  it('has 30 random characters out of 62, which is at least 178 bits', () => {
    expect(TOKEN_RANDOM_LENGTH).toBe(30);
    expect(62n ** BigInt(TOKEN_RANDOM_LENGTH)).toBeGreaterThan(2n ** 178n);
  });

  it('stays the same for ever, because older tokens must stay valid', () => {
    const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index);
    expect(KINDS.map((kind) => makeTokenSecret(kind, counting).reveal())).toEqual([
      'lyd_pat_0123456789ABCDEFGHIJKLMNOPQRST3RdZX0',
      'lyd_auto_0123456789ABCDEFGHIJKLMNOPQRST1LwCVX',
      'lyd_oat_0123456789ABCDEFGHIJKLMNOPQRST2oE77q',
    ]);
    expect(parseTokenKind('lyd_pat_000000000000000000000000000000153GoR')).toBe('pat');
  });
});

describe('R15: the checksum', () => {
  it.each([
    ['', 0x00000000],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('is checked by an oracle that knows the published test vector "%s"', (text, expected) => {
    expect(crc32ByDivision(text)).toBe(expected);
  });

  it.each(KINDS)('of %s tokens agrees with a long division', (kind) => {
    const bytes = seededBytes(`checksum of ${kind}`);
    for (let count = 0; count < 100; count += 1) {
      const text = makeTokenSecret(kind, bytes).reveal();
      expect(text.slice(-6)).toBe(tokenChecksum(text.slice(0, -6)));
    }
  });

  it(`refuses random strings of the right format: 0 of ${STRINGS} pass`, { timeout: TEST_RUNS_TIMEOUT }, () => {
    let passed = 0;
    for (const text of randomStringsOfTheShape(STRINGS)) {
      if (parseTokenKind(text) !== undefined) passed += 1;
    }
    expect(passed).toBe(0);
  });

  it('is the only reason why those strings are refused', () => {
    for (const text of randomStringsOfTheShape(1_000)) {
      const corrected = text.slice(0, -6) + tokenChecksum(text.slice(0, -6));
      expect(text).toMatch(TOKEN_PATTERN);
      expect(parseTokenKind(corrected)).toBe(text.split('_')[1]);
    }
  });
});

function* randomStringsOfTheShape(count: number): Generator<string> {
  const bytes = seededBytes('strings of the shape');
  for (let made = 0; made < count; made += BATCH) {
    const letters = Buffer.from(bytes(BATCH * 36).map((byte) => LETTERS.charCodeAt(byte % 62))).toString('latin1');
    for (let each = 0; each < BATCH; each += 1) {
      yield `lyd_${KINDS[each % 3]}_${letters.slice(each * 36, each * 36 + 36)}`;
    }
  }
}
