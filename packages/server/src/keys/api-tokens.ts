import { createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret } from '@lanyard/core/secret';
import { type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { SigningKey } from '../store/records/signing-keys.ts';

import { isStrictCompactToken } from './is-strict-compact-token.ts';
import { libtrustKeyId, privateKeyOf } from './private-root.ts';
import { ensureSealedKey, type MadeKey, type SealedKeysOptions } from './sealed-keys.ts';

/** How an API token was obtained. One from an access token may not read or change access tokens. */
export type ApiTokenSource = 'password' | 'token' | 'sign-in' | 'organization-token';

/** The claims for an account, or for an organization if its own access token was used. */
export interface ApiTokenClaims {
  readonly accountId: string;
  readonly accountName: string;
  readonly email: string;
  readonly source: ApiTokenSource;
  /** The session, command-line login or access token that it was made from. The API token ends with it. */
  readonly parentId: string;
}

/** RS256 tokens for the Hub-compatible API, 10 minutes. */
export interface ApiTokens {
  sign(claims: ApiTokenClaims): Promise<{ readonly token: Secret; readonly expiresInSeconds: number }>;
  verify(token: Secret): Promise<ApiTokenClaims | undefined>;
  /** RFC 7517: the public keys, for `/.well-known/jwks.json`. */
  publicKeys(): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }>;
}

const LIFETIME_SECONDS = 600;
const MODULUS_BITS = 2048;
const MAXIMUM_LENGTH = 8192;
const HEADER_FIELDS = ['typ', 'alg', 'kid'];
const PURPOSE = 'api';
/** RFC 9068's type. So a registry token or an ID token is never accepted as an API token, or the reverse (R28). */
const TYPE = 'at+jwt';
/** The docker CLI reads the account from this claim. */
const HUB_CLAIM = 'https://hub.docker.com';

const payloadSchema = z.object({
  aud: z.string(),
  sub: z.string().min(1),
  [HUB_CLAIM]: z.object({
    username: z.string().min(1),
    email: z.string(),
    source: z.enum(['password', 'token', 'sign-in', 'organization-token'] satisfies ApiTokenSource[]),
    session_id: z.string().min(1),
  }),
});

export interface ApiTokensOptions extends SealedKeysOptions {
  readonly publicUrl: string;
}

export interface RefreshedApiTokens extends ApiTokens {
  /** Reads the keys of newer registries. */
  refresh(): Promise<void>;
}

/** The key, with values that are computed from it once. */
interface ApiKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly encodedHeader: string;
}

type PublicJwk = Readonly<Record<string, unknown>>;

/**
 * One key for all nodes. RS256, because the docker CLI refuses ES256 in such a token. Making an RSA key takes a tenth
 * of a second, so it is made at the first request for such a token, and not inside a transaction.
 */
export async function createApiTokens(options: ApiTokensOptions): Promise<RefreshedApiTokens> {
  let made: Promise<ApiKey> | undefined;
  const key = () => {
    made ??= ensureSealedKey(options, PURPOSE, 'RS256', makeKey).then(apiKeyOf);
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
  let fixedKeys = await readFixedKeys(options);
  return {
    sign: async (claims) => ({ token: signToken(options, await key(), claims), expiresInSeconds: LIFETIME_SECONDS }),
    verify: (token) => verifyToken(options, key, token),
    publicKeys: async () => ({ keys: [publicJwk((await key()).publicKey, 'RS256'), ...fixedKeys] }),
    refresh: async () => {
      fixedKeys = await readFixedKeys(options);
    },
  };
}

function apiKeyOf({ privateKeyDer, publicKeyPem }: MadeKey): ApiKey {
  const publicKey = createPublicKey(publicKeyPem);
  const header = encode({ typ: TYPE, alg: 'RS256', kid: libtrustKeyId(publicKey) });
  return { privateKey: privateKeyOf({ privateKeyDer }), publicKey, encodedHeader: header };
}

async function makeKey(): Promise<MadeKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  return {
    certificatePem: null,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyDer: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

function signToken({ clock, random, publicUrl }: ApiTokensOptions, key: ApiKey, claims: ApiTokenClaims): Secret {
  const iat = Math.floor(clock.now() / 1000);
  const payload = {
    iss: publicUrl,
    aud: publicUrl,
    sub: claims.accountId,
    iat,
    exp: iat + LIFETIME_SECONDS,
    jti: random.uuid(),
    [HUB_CLAIM]: {
      uuid: claims.accountId,
      username: claims.accountName,
      email: claims.email,
      source: claims.source,
      session_id: claims.parentId,
    },
  };
  const signed = `${key.encodedHeader}.${encode(payload)}`;
  return new Secret(`${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

async function verifyToken(
  { clock, publicUrl }: ApiTokensOptions,
  key: () => Promise<ApiKey>,
  token: Secret,
): Promise<ApiTokenClaims | undefined> {
  const text = token.reveal();
  if (text.length > MAXIMUM_LENGTH || !isStrictCompactToken(text, HEADER_FIELDS)) return undefined;
  const { publicKey } = await key();
  try {
    const { payload } = await jwtVerify(text, publicKey, {
      algorithms: ['RS256'],
      issuer: publicUrl,
      audience: publicUrl,
      typ: TYPE,
      requiredClaims: ['exp', 'iat', 'jti', 'sub'],
      currentDate: new Date(clock.now()),
    });
    return claimsOf(payload);
  } catch {
    return undefined;
  }
}

function claimsOf(payload: JWTPayload): ApiTokenClaims | undefined {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sub, [HUB_CLAIM]: hub } = parsed.data;
  const account = { accountId: sub, accountName: hub.username, email: hub.email };
  return { ...account, source: hub.source, parentId: hub.session_id };
}

async function readFixedKeys({ store }: ApiTokensOptions): Promise<readonly PublicJwk[]> {
  const keys = await store.read.signingKeys.list();
  const isFixed = ({ purpose }: SigningKey) => purpose.startsWith('fixed:');
  return keys.filter(isFixed).map((key) => publicJwk(createPublicKey(key.publicKeyPem), key.algorithm));
}

function publicJwk(publicKey: KeyObject, alg: SigningKey['algorithm']): PublicJwk {
  return { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg, kid: libtrustKeyId(publicKey) };
}
