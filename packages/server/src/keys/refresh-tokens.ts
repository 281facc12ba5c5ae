import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';

import type { MasterKey } from './master-key.ts';

/** Which rotation of which command-line login a refresh token is. */
export interface RefreshTokenClaims {
  readonly commandLineId: string;
  readonly generation: number;
}

/** Refresh tokens prove themselves by a keyed digest: an old one is known for what it was without being stored. */
export interface RefreshTokens {
  make(claims: RefreshTokenClaims): Secret;
  /** Undefined for a text that was never made here. */
  parse(token: Secret): RefreshTokenClaims | undefined;
}

/** `lyr_<sign-in>_<generation>_<HMAC-SHA-256>`; docker refuses a refresh token that holds two dots in a row. */
const PATTERN = /^lyr_([0-9a-f-]{36})_(\d{1,9})_([A-Za-z0-9_-]{43})$/;

/**
 * Every rotation makes another token, and each proves by its digest that it was made here: an old one differs from an
 * invented one with no list of old ones to keep.
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
