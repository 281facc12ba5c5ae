import { describe, expect, it } from 'vitest';
import { MasterKey } from '../../src/keys/master-key.ts';
import { createSealer, SealError } from '../../src/keys/seal.ts';

const sealer = createSealer(new MasterKey(Buffer.alloc(32, 1)));
const PLAINTEXT = Buffer.from('canary-91f0c2 and a private key');

describe('R17: a sealed value', () => {
  const sealed = sealer.seal('root:1', PLAINTEXT);
  const opens =
    (text: string, purpose = 'root:1', by = sealer) =>
    () =>
      by.open(purpose, text);

  it('opens for its purpose, and contains no readable text', () => {
    expect(sealer.open('root:1', sealed)).toEqual(PLAINTEXT);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    expect(bytes.includes(PLAINTEXT.subarray(0, 8))).toBe(false);
  });

  it('is different each time', () => {
    const texts = Array.from({ length: 100 }, () => sealer.seal('root:1', PLAINTEXT));
    expect(new Set(texts.map((text) => text.slice(0, 19))).size).toBe(100);
  });

  it('can be empty', () => {
    expect(sealer.open('api', sealer.seal('api', Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
  });

  it('does not open for another purpose (attack 32)', () => {
    for (const purpose of ['root:2', 'root:', 'root:11', 'fixed:1', 'api', '']) {
      expect(opens(sealed, purpose)).toThrow(SealError);
    }
  });

  it('does not open with another master key', () => {
    expect(opens(sealed, 'root:1', createSealer(new MasterKey(Buffer.alloc(32, 2))))).toThrow(SealError);
  });

  it('does not open if any one bit is changed', () => {
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return `v1.${copy.toString('base64url')}`;
    });
    expect(flipped.filter((text) => doesOpen(text))).toEqual([]);
  });

  it('does not open if it is shortened, extended or written in another way', () => {
    const cut = Array.from({ length: sealed.length }, (_, length) => sealed.slice(0, length));
    const body = sealed.slice(3);
    const more = [
      `${sealed}A`,
      `${sealed}=`,
      `${sealed}.`,
      `${sealed}\n`,
      ` ${sealed}`,
      `v2.${body}`,
      `V1.${body}`,
      body,
      `v1..${body}`,
    ];
    expect([...cut, ...more].filter((text) => doesOpen(text))).toEqual([]);
  });

  it('fails with an error that has neither the sealed text nor the plaintext', () => {
    expect(opens(`${sealed}=`)).toThrow(/^a sealed value is malformed$/);
    expect(opens(sealed, 'api')).toThrow(/^a sealed value for api does not open with this master key$/);
  });

  function doesOpen(text: string): boolean {
    try {
      sealer.open('root:1', text);
      return true;
    } catch (error) {
      if (error instanceof SealError) return false;
      throw error;
    }
  }
});
