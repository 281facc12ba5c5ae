import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenSearch } from '../../src/scans/token-search.ts';
import { makeTokenSecret, parseTokenKind } from '../../src/tokens/access-token.ts';
import { seededBytes } from '../seeded-random.ts';
import { testRuns } from '../test-runs.ts';

const bytes = seededBytes('token search');
const TOKENS = Array.from({ length: 20 }, (_, place) =>
  makeTokenSecret((['pat', 'auto', 'oat'] as const)[place % 3] ?? 'pat', bytes).reveal(),
);

/** Finds the tokens with one expression over the whole text, instead of a search in parts. */
function tokensIn(text: string): readonly string[] {
  const all = [...text.matchAll(/(?=(lyd_(?:pat|auto|oat)_[0-9A-Za-z]{36}))/g)].map(([, found = '']) => found);
  return [...new Set(all.filter((found) => parseTokenKind(found) !== undefined))];
}

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...TOKENS),
    fc.constantFrom('lyd_', 'lyd_pat_', 'lyd_pat_lyd_auto_', `${TOKENS[0]?.slice(0, -1)}#`, '\0', '\u00e9'),
    fc.string({ maxLength: 60 }),
  ),
  { maxLength: 20 },
);

describe('access tokens in a file', () => {
  it('are found in whatever parts the file arrives, and nothing else is found', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 70 }), (some, size) => {
        const text = some.join('');
        const content = Buffer.from(text);
        const search = new TokenSearch();
        search.begin('file');
        for (let at = 0; at < content.length; at += size) search.read(content.subarray(at, at + size));
        expect(search.found.map((found) => found.text).sort()).toEqual([...tokensIn(text)].sort());
      }),
      { numRuns: testRuns(300) },
    );
  });

  it('are no longer looked for after too many candidates, and the result says so', () => {
    const search = new TokenSearch({ maximumCandidates: 10, maximumTokens: 5 });
    search.begin('file');
    search.read(Buffer.from('lyd_pat_ '.repeat(20) + TOKENS[0]));
    expect(search.found).toEqual([]);
    expect(search.isCutOff).toBe(true);
  });

  it('are not joined across the end of a file', () => {
    const search = new TokenSearch();
    const [token = ''] = TOKENS;
    search.begin('one');
    search.read(Buffer.from(token.slice(0, 20)));
    search.begin('two');
    search.read(Buffer.from(token.slice(20)));
    expect(search.found).toEqual([]);
  });
});
