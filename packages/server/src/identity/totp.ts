import { Secret } from '@lanyard/core/secret';
import { Secret as Seed, TOTP } from 'otpauth';
import type { Random } from '../world.ts';

/** What proves a person besides the password: second factors, and the providers of organizations. */

export interface Totp {
  /** 160 random bits, as RFC 4226, section 4, recommends. */
  newSeed(): Uint8Array;
  /** For a QR code: `otpauth://totp/...`. */
  uri(seed: Uint8Array, accountName: string): Secret;
  /** In Base32, for people who type it. */
  text(seed: Uint8Array): Secret;
  /**
   * The 30 s step (RFC 6238) that a code of 6 digits is for, if it is now, the one before or the one after; else undefined.
   * The caller keeps the last step and accepts only later ones: a code works once.
   */
  stepOf(seed: Uint8Array, code: string, now: number): number | undefined;
}

const SEED_BYTES = 20;
/** What every authenticator app takes; some read nothing else, whatever the URI says. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 6238, section 5.2: one step for the way of the code, and for clocks that differ. */
const WINDOW_STEPS = 1;
/** Six digits and the spaces that people set between them. */
const MAXIMUM_TYPED_LENGTH = 16;

/** `issuerName` is what the app shows above the account, as `siteName` gives it. */
export function createTotp({ random, issuerName }: { readonly random: Random; readonly issuerName: string }): Totp {
  return {
    newSeed: () => random.bytes(SEED_BYTES),
    uri: (seed, accountName) => {
      const totp = new TOTP({ ...PARAMETERS, issuer: issuerName, label: accountName, secret: seedOf(seed) });
      return new Secret(totp.toString());
    },
    text: (seed) => new Secret(seedOf(seed).base32),
    stepOf: (seed, code, now) => {
      const digits = sixDigits(code);
      if (digits === undefined) return undefined;
      const secret = seedOf(seed);
      const delta = TOTP.validate({ ...PARAMETERS, token: digits, secret, timestamp: now, window: WINDOW_STEPS });
      return delta === null ? undefined : TOTP.counter({ period: PARAMETERS.period, timestamp: now }) + delta;
    },
  };
}

/** A copy: the bytes handed in may be a view of a larger buffer, and the library takes the whole of it. */
function seedOf(seed: Uint8Array): Seed {
  return new Seed({ buffer: Uint8Array.from(seed).buffer });
}

function sixDigits(code: string): string | undefined {
  if (code.length > MAXIMUM_TYPED_LENGTH) return undefined;
  const digits = code.replaceAll(' ', '');
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}
