import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A text that must not be accepted as an honest token, and its fault. */
export interface Forgery {
  readonly name: string;
  readonly token: string;
}

/** An honest token, and everything that can be known about its signer. */
export interface ForgeryTarget {
  readonly honest: TokenParts;
  /** The claims that the forger wants. All other claims are honest. */
  readonly wanted: JsonObject;
  /** All public values that a careless verifier could use as a shared secret, by name. */
  readonly publicMaterial: Readonly<Record<string, string | Uint8Array>>;
  /** Certificates in base64 DER, the leaf first. Empty if the tokens have none. */
  readonly certificates: readonly string[];
  /** The real private key. It is only for tokens with a valid signature and wrong content. */
  readonly trueKey: { readonly alg: string; readonly privateKey: KeyObject };
  /** In seconds. */
  readonly now: number;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface TokenParts {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The three parts as they are in the token. */
  readonly encoded: readonly [header: string, claims: string, signature: string];
}

/** Objects become JSON. A string is used unchanged, for texts that JSON.stringify cannot write. */
export function encodePart(part: JsonObject | readonly unknown[] | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Throws if the text does not have three parts. */
export function partsOf(token: string): TokenParts {
  const [header, claims, signature, ...more] = token.split('.');
  if (!header || !claims || !signature || more.length > 0) throw new Error('not a compact token');
  return { header: decodePart(header), claims: decodePart(claims), encoded: [header, claims, signature] };
}

function decodePart(part: string): JsonObject {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

/** The attacker's own key pair, with its algorithm's name in JOSE. */
export interface AttackerKey {
  readonly alg: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const HASHES: Readonly<Record<string, string | null>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  RS256: 'sha256',
  RS512: 'sha512',
  PS256: 'sha256',
  EdDSA: null,
};

/** One key of every family, made again in every run. */
export function attackerKeys(): readonly AttackerKey[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return [
    { alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
    { alg: 'ES384', ...generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
    { alg: 'ES512', ...generateKeyPairSync('ec', { namedCurve: 'P-521' }) },
    { alg: 'RS256', ...rsa },
    { alg: 'PS256', ...rsa },
    { alg: 'EdDSA', ...generateKeyPairSync('ed25519') },
  ];
}

export type Part = JsonObject | readonly unknown[] | string;

/** Signs as `alg` says, whatever the header says. */
export function signedBy(key: Omit<AttackerKey, 'publicKey'>, header: Part, claims: Part): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  const isPss = key.alg.startsWith('PS');
  const options = isPss ? { padding: 6, saltLength: 32 } : { dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(HASHES[key.alg] ?? null, Buffer.from(signed), { key: key.privateKey, ...options });
  return `${signed}.${signature.toString('base64url')}`;
}

/** HS256, HS384 or HS512 with this secret. */
export function macBy(alg: string, secret: string | Uint8Array, header: Part, claims: Part): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}
