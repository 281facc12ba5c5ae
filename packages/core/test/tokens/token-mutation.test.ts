import { describe, expect, it } from 'vitest';
import { makeTokenSecret, parseTokenKind } from '../../src/tokens/access-token.ts';
import { type Draw, seededBytes, seededDraw } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const bytes = seededBytes('tokens to mutate');
const TOKENS = (['pat', 'auto', 'oat'] as const).map((kind) => makeTokenSecret(kind, bytes).reveal());
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const BLANKS = [' ', '\t', '\n', '\r', '\r\n', '\0', '\u00a0', '\u2028', '\u200b', '\ufeff'];
const HOMOGLYPHS = {
  a: 'а',
  o: 'ο',
  l: 'ⅼ',
  y: 'у',
  d: 'ԁ',
  p: 'р',
  t: 'ｔ',
  u: 'υ',
  _: '＿',
  0: '０',
  1: '１',
  O: 'О',
  A: 'Α',
};
const MUTATIONS = testRuns(20_000);

type Mutation = (token: string, draw: Draw) => string;
const KINDS_OF_MUTATION: Readonly<Record<string, Mutation>> = {
  truncate: (token, draw) => token.slice(draw.below(5), -1 - draw.below(8)),
  extend: (token, draw) => token + draw.text(ASCII, 1 + draw.below(4)),
  prepend: (token, draw) => draw.text(ASCII, 1 + draw.below(4)) + token,
  insert: (token, draw) => splice(token, draw.below(token.length), 0, draw.of(ASCII)),
  remove: (token, draw) => splice(token, draw.below(token.length), 1, ''),
  replace: (token, draw) => splice(token, draw.below(token.length), 1, draw.of(ASCII)),
  'change the case': (token, draw) => eachAt(token, draw, (letter) => swapCase(letter)),
  'put homoglyphs': (token, draw) => eachAt(token, draw, (letter) => HOMOGLYPHS[letter as 'a'] ?? letter),
  'swap two letters': (token, draw) => swap(token, draw.below(token.length), draw.below(token.length)),
  'swap neighbours': (token, draw) => {
    const place = draw.below(token.length - 1);
    return swap(token, place, place + 1);
  },
  rotate: (token, draw) => {
    const place = draw.below(token.length);
    return token.slice(place) + token.slice(0, place);
  },
  'put a blank': (token, draw) => splice(token, draw.below(token.length + 1), draw.below(2), draw.of(BLANKS)),
  'draw the body again': (token, draw) =>
    token.slice(0, 9) + draw.text([...'0Az'], token.length - 15) + token.slice(-6),
};

describe('R16: a changed token is refused', () => {
  it(`0 of ${MUTATIONS} changes are accepted`, { timeout: TEST_RUNS_TIMEOUT }, () => {
    const draw = seededDraw('mutations');
    const kinds = Object.keys(KINDS_OF_MUTATION);
    const mutants = Object.fromEntries(kinds.map((kind) => [kind, 0]));
    const accepted: string[] = [];
    for (let made = 0; made < MUTATIONS; ) {
      const [kind, token] = [draw.of(kinds), draw.of(TOKENS)];
      const mutant = KINDS_OF_MUTATION[kind]?.(token, draw) ?? token;
      if (mutant === token) continue;
      made += 1;
      mutants[kind] = (mutants[kind] ?? 0) + 1;
      if (parseTokenKind(mutant) !== undefined) accepted.push(`${kind}: ${mutant}`);
    }
    expect(accepted).toEqual([]);
    expect(Math.min(...Object.values(mutants)), 'mutants of the rarest kind').toBeGreaterThan(MUTATIONS / 40);
  });

  it('no single character can be replaced with another one of ASCII', () => {
    const mutants = TOKENS.flatMap((token) =>
      [...token].flatMap((letter, place) =>
        ASCII.filter((other) => other !== letter).map((other) => splice(token, place, 1, other)),
      ),
    );
    expect(mutants.filter((mutant) => parseTokenKind(mutant) !== undefined)).toEqual([]);
  });

  it('a token with the checksum of another token or the prefix of another kind is refused', () => {
    for (const [first, second] of TOKENS.flatMap((a) => TOKENS.map((b) => [a, b] as const))) {
      if (first === second) continue;
      expect(parseTokenKind(first.slice(0, -6) + second.slice(-6))).toBeUndefined();
      expect(parseTokenKind(first.replace(/^lyd_[a-z]+_/, /^lyd_[a-z]+_/.exec(second)?.[0] ?? ''))).toBeUndefined();
    }
  });
});

describe('R16, attack 14: only the complete token is accepted', () => {
  it('every shorter part of it is refused', () => {
    for (const token of TOKENS) {
      const parts = [...token].flatMap((_, start) =>
        [...token].map((_each, end) => token.slice(start, end + 1)).filter((part) => part !== token),
      );
      expect(parts.filter((part) => parseTokenKind(part) !== undefined)).toEqual([]);
      expect(parseTokenKind(token)).toBeDefined();
    }
  });

  it('every longer text with a character, a blank or itself added is refused', () => {
    for (const token of TOKENS) {
      const extended = [...ASCII, ...BLANKS, token, `,${token}`].flatMap((more) => [token + more, more + token]);
      expect(extended.filter((text) => parseTokenKind(text) !== undefined)).toEqual([]);
    }
  });
});

function splice(text: string, place: number, removed: number, inserted: string): string {
  return text.slice(0, place) + inserted + text.slice(place + removed);
}

function swap(text: string, first: number, second: number): string {
  const letters = [...text];
  [letters[first], letters[second]] = [letters[second] ?? '', letters[first] ?? ''];
  return letters.join('');
}

/** Changes each letter with a probability of one half, so one or all can change. */
function eachAt(text: string, draw: Draw, change: (letter: string) => string): string {
  const oneIn = 1 + draw.below(8);
  return [...text].map((letter) => (draw.below(oneIn) === 0 ? change(letter) : letter)).join('');
}

function swapCase(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}
