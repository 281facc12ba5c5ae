import { Secret } from '@lanyard/core/secret';
import { describe, expect, it } from 'vitest';
import { MasterKey } from '../../src/keys/master-key.ts';
import { createRefreshTokens } from '../../src/keys/refresh-tokens.ts';

const refreshTokens = createRefreshTokens(new MasterKey(Buffer.alloc(32, 5)));
const CLAIMS = { commandLineId: '0b7e1d3a-6c55-4f0e-9d61-2f1f6b8a9c10', generation: 7 };
const text = refreshTokens.make(CLAIMS).reveal();
const parsed = (token: string) => refreshTokens.parse(new Secret(token));

describe('a refresh token', () => {
  it('contains its command-line login and rotation', () => {
    expect(parsed(text)).toEqual(CLAIMS);
    for (const generation of [0, 1, 10, 999_999_999]) {
      expect(refreshTokens.parse(refreshTokens.make({ ...CLAIMS, generation }))).toEqual({ ...CLAIMS, generation });
    }
  });

  it('has no two dots in a row, which docker would refuse', () => {
    expect(text).toMatch(/^[\w-]+$/);
  });

  it('R16: is refused if any one character is changed, removed or added', () => {
    const changes = [...text].flatMap((character, at) => {
      const [before, after] = [text.slice(0, at), text.slice(at + 1)];
      const swapped = character === 'a' ? 'b' : 'a';
      return [`${before}${swapped}${after}`, `${before}${after}`, `${before}${character}${character}${after}`, before];
    });
    const ends = [`${text} `, `${text}\n`, ` ${text}`, `${text}=`, text.toUpperCase(), ''];
    expect([...changes, ...ends].filter((token) => parsed(token) !== undefined)).toEqual([]);
  });

  it('R17: is refused if it was created with another master key', () => {
    const elsewhere = createRefreshTokens(new MasterKey(Buffer.alloc(32, 6)));
    expect(elsewhere.parse(new Secret(text))).toBeUndefined();
  });
});
