import { type RandomBytes, randomText } from '../random-text.ts';

/** RFC 8628 6.1: no vowels, so that no words appear; nothing that is read as something else. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const BITS_PER_LETTER = Math.log2(ALPHABET.length);
const MINIMUM_LENGTH = 8;
/** The chance that any guess within the budget finds any live code stays below 2^-32 (R30). */
const MARGIN_BITS = 32;

/** How many wrong codes all accounts together may enter while a code is valid. A few accounts cannot use this up. */
export const GUESS_BUDGET = 10_000;
/** How many wrong codes one account may enter while a code is valid. */
export const GUESSES_PER_ACCOUNT = 5;
/** The same limit for all accounts of one network, and of one wide network. */
export const GUESSES_PER_NETWORK = 25;
export const GUESSES_PER_WIDE_NETWORK = 100;

/**
 * A code has at least 8 letters (34.5 bits). It gets longer when more codes are waiting, because more targets are
 * easier to guess.
 */
export function userCodeLength(liveCodes: number): number {
  const bits = MARGIN_BITS + Math.log2(GUESS_BUDGET * (liveCodes + 1));
  const length = Math.max(MINIMUM_LENGTH, Math.ceil(bits / BITS_PER_LETTER));
  return length + (length % 2);
}

/** Makes the letters of a code, without the hyphen that people see. */
export function makeUserCode(liveCodes: number, randomBytes: RandomBytes): string {
  return randomText(ALPHABET, userCodeLength(liveCodes), randomBytes);
}

/** `BCDFG-HJKLM`: two halves with a hyphen between them. */
export function formatUserCode(code: string): string {
  const half = code.length / 2;
  return `${code.slice(0, half)}-${code.slice(half)}`;
}

/** Reads what a person typed, in any case, with any spaces and hyphens. Returns undefined if it cannot be a code. */
export function parseUserCode(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return /^[BCDFGHJKLMNPQRSTVWXZ]{8,24}$/.test(code) ? code : undefined;
}
