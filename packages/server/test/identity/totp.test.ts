import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siteName } from '../../src/identity/passkey-site.ts';
import { createTotp } from '../../src/identity/totp.ts';

const totp = createTotp({
  random: { bytes: (length) => randomBytes(length), uuid: () => randomUUID() },
  issuerName: siteName('https://lanyard.example.com:8443'),
});

/** RFC 6238, appendix B, SHA1: seconds, and the last 6 of the 8 digits. */
const RFC_SEED = Buffer.from('12345678901234567890');
const RFC_CODES = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

/** RFC 4226, section 5.3, implemented a second time. */
function codeOf(seed: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const number = digest.readUInt32BE(digest.readUInt8(19) & 15) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, '0');
}

describe('a TOTP code', () => {
  it.each(RFC_CODES)('at %i s is the one in RFC 6238, appendix B', (seconds, code) => {
    expect(totp.stepOf(RFC_SEED, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('is valid in its own step, the step before and the step after, to the millisecond', () => {
    const code = '287082';
    const around = [-1, 0, 29_999, 30_000, 59_999, 60_000, 89_999, 90_000];
    const steps = around.map((now) => totp.stepOf(RFC_SEED, code, now));
    expect(steps).toEqual([undefined, 1, 1, 1, 1, 1, 1, undefined]);
  });

  it('gives the same step each time; only the caller makes sure that a step is used once', () => {
    const [first, second] = [totp.stepOf(RFC_SEED, '287082', 59_000), totp.stepOf(RFC_SEED, '287082', 61_000)];
    expect([first, second]).toEqual([1, 1]);
  });

  it('may be typed with spaces', () => {
    for (const code of ['287 082', ' 287082 ', '28 70 82', '2 8 7 0 8 2'])
      expect(totp.stepOf(RFC_SEED, code, 59_000)).toBe(1);
  });

  it.each([
    ['empty', ''],
    ['spaces alone', '      '],
    ['five digits', '28708'],
    ['seven digits', '2870820'],
    ['eight digits, as the RFC prints them', '94287082'],
    ['letters', 'abcdef'],
    ['a sign', '+87082'],
    ['a hexadecimal number', '0x4618'],
    ['full-width digits', '２８７０８２'],
    ['Arabic-Indic digits', '٢٨٧٠٨٢'],
    ['a line feed at the end', '287082\n'],
    ['a tab', '287\t082'],
    ['a no-break space', '287\u00a0082'],
    ['a NUL at the end', '287082\0'],
    ['a megabyte of digits', '287082'.repeat(175_000)],
    ['a megabyte of spaces', `287082${' '.repeat(1_048_576)}`],
  ])('is refused if it is malformed: %s', (_, code) => {
    expect(totp.stepOf(RFC_SEED, code, 59_000)).toBeUndefined();
  });

  it('is valid only for its seed and three steps, with any seed at any time', () => {
    const anySeed = fc.uint8Array({ minLength: 20, maxLength: 20 });
    const anyTime = fc.integer({ min: 120_000, max: 4_102_444_800_000 });
    const property = (seed: Uint8Array, now: number, distance: number) => {
      const step = Math.floor(now / 30_000);
      const codes = [step, step - 1, step + 1].map((near) => [codeOf(seed, near), near] as const);
      const typed = codeOf(seed, step + distance);
      expect(totp.stepOf(seed, typed, now)).toBe(codes.find(([code]) => code === typed)?.[1]);
    };
    fc.assert(fc.property(anySeed, anyTime, fc.integer({ min: -4, max: 4 }), property), { numRuns: 300 });
  });

  it('is not found in any other text, and no text causes an error', () => {
    const digit = fc.constantFrom(...'0123456789 ');
    const anyText = fc.oneof(fc.string({ unit: digit, minLength: 5, maxLength: 8 }), fc.string());
    const property = (text: string) => {
      const isCode = ['755224', '287082', '359152'].includes(text.replaceAll(' ', ''));
      expect(totp.stepOf(RFC_SEED, text, 59_000) === undefined).toBe(!isCode);
    };
    fc.assert(fc.property(anyText, property), { numRuns: 500 });
  });
});

describe('a TOTP seed', () => {
  it('has 160 bits, different ones each time', () => {
    const seeds = Array.from({ length: 50 }, () => totp.newSeed());
    expect(new Set(seeds.map((seed) => Buffer.from(seed).toString('hex'))).size).toBe(50);
    expect(new Set(seeds.map((seed) => seed.length))).toEqual(new Set([20]));
  });

  it('is given as a URI and as Base32, and both are secrets', () => {
    const uri = totp.uri(RFC_SEED, 'ada');
    const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const url = new URL(uri.reveal());
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Lanyard (lanyard.example.com):ada',
    ]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'Lanyard (lanyard.example.com)',
      secret: base32,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(totp.text(RFC_SEED).reveal()).toBe(base32);
    expect(`${inspect([uri, totp.text(RFC_SEED)])}${JSON.stringify(uri)}`).not.toContain(base32);
  });

  it('can be a view of a larger buffer', () => {
    const pool = Buffer.concat([Buffer.alloc(7, 1), RFC_SEED, Buffer.alloc(9, 2)]);
    expect(totp.stepOf(pool.subarray(7, 27), '287082', 59_000)).toBe(1);
  });
});
