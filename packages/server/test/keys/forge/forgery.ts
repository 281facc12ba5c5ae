import type { KeyObject } from 'node:crypto';
import type { JsonObject, TokenParts } from './compact-token.ts';

/** A text that must not pass for an honest token, and what is wrong with it. */
export interface Forgery {
  readonly name: string;
  readonly token: string;
}

/** An honest token, and all that may be known of what signed it. */
export interface ForgeryTarget {
  readonly honest: TokenParts;
  /** What the forger would like to be believed, in claims that are otherwise honest. */
  readonly wanted: JsonObject;
  /** Everything public that a careless verifier could take for a shared secret, by name. */
  readonly publicMaterial: Readonly<Record<string, string | Uint8Array>>;
  /** Certificates in base64 DER, the leaf first; empty where the tokens carry none. */
  readonly certificates: readonly string[];
  /** The true private key: only for what is signed as it should be, but says what it should not. */
  readonly trueKey: { readonly alg: string; readonly privateKey: KeyObject };
  /** Seconds. */
  readonly now: number;
}
