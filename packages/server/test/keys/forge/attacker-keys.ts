import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encodePart, type JsonObject } from './compact-token.ts';

/** A key pair of the attacker's own, with what JOSE calls signing with it. */
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

/** One of every family, made anew for every run. */
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

/** Signs as `alg` says, whatever the header claims. */
export function signedBy(key: Omit<AttackerKey, 'publicKey'>, header: Part, claims: Part): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  const isPss = key.alg.startsWith('PS');
  const options = isPss ? { padding: 6, saltLength: 32 } : { dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(HASHES[key.alg] ?? null, Buffer.from(signed), { key: key.privateKey, ...options });
  return `${signed}.${signature.toString('base64url')}`;
}

/** HS256, HS384 or HS512 under this secret. */
export function macBy(alg: string, secret: string | Uint8Array, header: Part, claims: Part): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}
