import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret } from '@lanyard/core/secret';
import { type JWTPayload, jwtVerify } from 'jose';
import type { SigningKey } from '../ports/records.ts';
import type { ApiTokenClaims, ApiTokenSource, ApiTokens } from '../ports/services.ts';
import { libtrustKeyId } from './libtrust-key-id.ts';
import { ensureSealedKey, type MadeKey, type SealedKeysOptions } from './sealed-keys.ts';

const LIFETIME_SECONDS = 600;
const MODULUS_BITS = 2048;
const MAXIMUM_LENGTH = 8192;
const PURPOSE = 'api';
/** RFC 9068's type: neither a registry token nor an ID token passes for it, nor it for them (R28). */
const TYPE = 'at+jwt';
/** The docker CLI reads the account from here. */
const HUB_CLAIM = 'https://hub.docker.com';
const SOURCES: readonly ApiTokenSource[] = ['password', 'token', 'session'];

export interface ApiTokensOptions extends SealedKeysOptions {
  readonly publicUrl: string;
}

/** One key for all nodes. RS256, for the docker CLI refuses ES256 where it reads such a token. */
export async function createApiTokens(options: ApiTokensOptions): Promise<ApiTokens> {
  const key = await ensureSealedKey(options, PURPOSE, 'RS256', makeKey);
  const privateKey = createPrivateKey({ key: key.privateKeyDer, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key.publicKeyPem);
  const fixedKeys = await readFixedKeys(options);
  return {
    sign: (claims) => ({
      token: signToken(options, privateKey, publicKey, claims),
      expiresInSeconds: LIFETIME_SECONDS,
    }),
    verify: (token) => verifyToken(options, publicKey, token),
    publicKeys: () => ({ keys: [publicJwk(publicKey, 'RS256'), ...fixedKeys] }),
  };
}

async function makeKey(): Promise<MadeKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  return {
    certificatePem: null,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyDer: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

function signToken(
  { clock, random, publicUrl }: ApiTokensOptions,
  privateKey: KeyObject,
  publicKey: KeyObject,
  claims: ApiTokenClaims,
): Secret {
  const iat = Math.floor(clock.now() / 1000);
  const header = { typ: TYPE, alg: 'RS256', kid: libtrustKeyId(publicKey) };
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
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return new Secret(`${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`);
}

async function verifyToken(
  { clock, publicUrl }: ApiTokensOptions,
  publicKey: KeyObject,
  token: Secret,
): Promise<ApiTokenClaims | undefined> {
  if (token.reveal().length > MAXIMUM_LENGTH) return undefined;
  try {
    const { payload } = await jwtVerify(token.reveal(), publicKey, {
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
  const hub = payload[HUB_CLAIM] as Partial<Record<string, string>> | undefined;
  const source = SOURCES.find((candidate) => candidate === hub?.source);
  if (!hub?.username || hub.email === undefined || !hub.session_id || !source || !payload.sub) return undefined;
  const account = { accountId: payload.sub, accountName: hub.username, email: hub.email };
  return { ...account, source, parentId: hub.session_id };
}

async function readFixedKeys({ store }: ApiTokensOptions) {
  const keys = await store.read.signingKeys.list();
  const isFixed = ({ purpose }: SigningKey) => purpose.startsWith('fixed:');
  return keys.filter(isFixed).map((key) => publicJwk(createPublicKey(key.publicKeyPem), key.algorithm));
}

function publicJwk(publicKey: KeyObject, alg: SigningKey['algorithm']): Readonly<Record<string, unknown>> {
  return { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg, kid: libtrustKeyId(publicKey) };
}
