import { describe, expect, it } from 'vitest';
import type { RandomBytes } from '../../src/random-text.ts';
import { makeTokenSecret } from '../../src/tokens/access-token.ts';
import { chiSquare, chiSquareLimit } from '../oracles/chi-square.ts';
import { seededBytes } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TOKENS = testRuns(6_000);

describe('R15: no character is more likely than another', () => {
  it(`a chi-square test finds no bias in ${TOKENS} tokens, in all and at each of the 30 positions`, {
    timeout: TEST_RUNS_TIMEOUT,
  }, () => {
    const places = countLetters(manyBodies(seededBytes('fair letters')));
    const inAll = [...LETTERS].map((_, letter) => places.reduce((sum, counts) => sum + (counts[letter] ?? 0), 0));
    expect(chiSquare(inAll)).toBeLessThan(chiSquareLimit(62));
    for (const counts of places) expect(chiSquare(counts)).toBeLessThan(chiSquareLimit(62));
  });

  it('the same test finds the bias of a byte modulo 62', { timeout: TEST_RUNS_TIMEOUT }, () => {
    const bytes = seededBytes('biased letters');
    const counts = Array<number>(62).fill(0);
    for (const byte of bytes(TOKENS * 30)) counts[byte % 62] = (counts[byte % 62] ?? 0) + 1;
    expect(chiSquare(counts)).toBeGreaterThan(chiSquareLimit(62));
  });

  it('each character comes from exactly four of the 248 bytes that are used', () => {
    const sources = new Map<string, number>();
    for (let byte = 0; byte < 248; byte += 1) {
      const letters = new Set(bodyOf((length) => new Uint8Array(length).fill(byte)));
      expect(letters.size).toBe(1);
      for (const letter of letters) sources.set(letter, (sources.get(letter) ?? 0) + 1);
    }
    expect([...sources.keys()].sort()).toEqual([...LETTERS]);
    expect(new Set(sources.values())).toEqual(new Set([4]));
  });

  it('bytes from 248 on are replaced with new ones, and no byte is used twice', () => {
    const draws = [
      Uint8Array.of(255, 1, 248),
      Uint8Array.of(),
      Uint8Array.from({ length: 40 }, (_, index) => index + 2),
    ];
    expect(bodyOf(() => draws.shift() ?? new Uint8Array())).toBe(LETTERS.slice(1, 31));
  });

  it('two tokens never have the same characters', { timeout: TEST_RUNS_TIMEOUT }, () => {
    const bodies = manyBodies(seededBytes('distinct'));
    expect(new Set(bodies).size).toBe(bodies.length);
  });
});

function manyBodies(bytes: RandomBytes): readonly string[] {
  return Array.from({ length: TOKENS }, () => bodyOf(bytes));
}

function bodyOf(bytes: RandomBytes): string {
  return makeTokenSecret('pat', bytes).reveal().slice('lyd_pat_'.length, -6);
}

function countLetters(bodies: readonly string[]): readonly (readonly number[])[] {
  const places = Array.from({ length: 30 }, () => Array<number>(62).fill(0));
  for (const body of bodies) {
    for (const [place, counts] of places.entries()) {
      const letter = LETTERS.indexOf(body.charAt(place));
      counts[letter] = (counts[letter] ?? 0) + 1;
    }
  }
  return places;
}
