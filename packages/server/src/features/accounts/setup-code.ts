import type { RandomBytes } from '@lanyard/core/random-text';
import { Secret } from '@lanyard/core/secret';

/** Crockford's: no letter that could be read as a digit, nor the other way round. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const GROUP = /.{4}(?=.)/g;

/** 80 random bits as `XXXX-XXXX-XXXX-XXXX`: 32 letters, so five bits of a byte each, and none likelier. */
export function makeSetupCode(randomBytes: RandomBytes): Secret {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return new Secret(letters.join('').replace(GROUP, '$&-'));
}

/** The code as it was printed, however it was typed. */
export function canonicalSetupCode(typed: Secret): Secret {
  const letters = typed.reveal().toUpperCase().replace(/[\s-]/g, '');
  return new Secret(letters.replaceAll('O', '0').replace(/[IL]/g, '1').replace(GROUP, '$&-'));
}
