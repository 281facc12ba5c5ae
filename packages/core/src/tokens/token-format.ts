import { crc32 } from 'node:zlib';
import { type RandomBytes, randomText } from '../random-text.ts';
import { Secret } from '../secret.ts';
import { TOKEN_KIND_NAMES, type TokenKind } from './access-token.ts';

/**
 * `lyd_<kind>_`, then 30 random base62 characters (178 bits), then 6 base62 characters of a CRC-32 over everything
 * before.
 */
export const TOKEN_PATTERN = new RegExp(`^lyd_(${TOKEN_KIND_NAMES.join('|')})_[0-9A-Za-z]{36}$`);

export const TOKEN_RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function makeTokenSecret(kind: TokenKind, randomBytes: RandomBytes): Secret {
  const body = `lyd_${kind}_${randomText(ALPHABET, TOKEN_RANDOM_LENGTH, randomBytes)}`;
  return new Secret(body + checksum(body));
}

/** Whether the text is meant as a token, correct or not. Such a text is never tried as a password. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith('lyd_');
}

/**
 * The kind of a token with the correct form. Otherwise undefined, so a wrong checksum or length costs no look-up (R16,
 * attack 14).
 */
export function parseTokenKind(text: string): TokenKind | undefined {
  const kind = TOKEN_PATTERN.exec(text)?.[1];
  if (kind === undefined) return undefined;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return text.endsWith(checksum(body)) ? (kind as TokenKind) : undefined;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
