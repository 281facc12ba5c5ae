import { Secret } from '@lanyard/core/secret';
import { Secret as Seed, TOTP } from 'otpauth';
import type { Random } from '../world.ts';

/** Codes of an authenticator app (RFC 6238). */
export interface Totp {
  /** 160 random bits, as RFC 4226, section 4, recommends. */
  newSeed(): Uint8Array;
  /** For a QR code: `otpauth://totp/...`. */
  uri(seed: Uint8Array, accountName: string): Secret;
  /** In Base32, for people who type it. */
  text(seed: Uint8Array): Secret;
  /**
   * The 30 s step (RFC 6238) of a 6-digit code, if it is the current step, the one before or the one after. Otherwise
   * undefined. The caller stores the last step and accepts only later ones, so a code works once.
   */
  stepOf(seed: Uint8Array, code: string, now: number): number | undefined;
}

const SEED_BYTES = 20;
/** What every authenticator app supports. Some ignore other values in the URI. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 6238, section 5.2: one step for the transmission of the code, and for clocks that differ. */
const WINDOW_STEPS = 1;
/** Six digits, and the spaces that people type between them. */
const MAXIMUM_TYPED_LENGTH = 16;

/** `issuerName` is the text that the app shows above the account, from `siteName`. */
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

/** A copy, because the bytes can be a view of a larger buffer, and the library would use all of that buffer. */
function seedOf(seed: Uint8Array): Seed {
  return new Seed({ buffer: Uint8Array.from(seed).buffer });
}

function sixDigits(code: string): string | undefined {
  if (code.length > MAXIMUM_TYPED_LENGTH) return undefined;
  const digits = code.replaceAll(' ', '');
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}
