import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';

import type { MasterKey } from './master-key.ts';

/** Identifies a refresh token: its command-line login, and its number in the rotations. */
export interface RefreshTokenClaims {
  readonly commandLineId: string;
  readonly generation: number;
}

/** Refresh tokens prove themselves with a keyed digest, so an old one is recognized without being stored. */
export interface RefreshTokens {
  make(claims: RefreshTokenClaims): Secret;
  /** Undefined for a text that this server never issued. */
  parse(token: Secret): RefreshTokenClaims | undefined;
}

/** `lyr_<sign-in>_<generation>_<HMAC-SHA-256>`. docker refuses a refresh token with two dots in a row. */
const PATTERN = /^lyr_([0-9a-f-]{36})_(\d{1,9})_([A-Za-z0-9_-]{43})$/;

/**
 * Every rotation makes another token, and the digest of each proves that it was issued here. So the server can
 * distinguish an old token from an invented one without a list of old tokens.
 */
export function createRefreshTokens(masterKey: MasterKey): RefreshTokens {
  const key = createSecretKey(masterKey.derive('refresh token'));
  const digest = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    make: ({ commandLineId, generation }) => {
      const body = `lyr_${commandLineId}_${generation}`;
      return new Secret(`${body}_${digest(body).toString('base64url')}`);
    },
    parse: (token) => {
      const [, commandLineId, generation, proof] = PATTERN.exec(token.reveal()) ?? [];
      if (commandLineId === undefined || generation === undefined || proof === undefined) return undefined;
      const expected = digest(`lyr_${commandLineId}_${generation}`);
      const given = Buffer.from(proof, 'base64url');
      if (given.toString('base64url') !== proof || !timingSafeEqual(expected, given)) return undefined;
      return { commandLineId, generation: Number(generation) };
    },
  };
}
