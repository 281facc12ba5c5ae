import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { CborValue } from './authenticator-data.ts';

export type PasskeyAlgorithm = 'ES256' | 'EdDSA' | 'RS256';

/** As COSE numbers them. */
export const COSE_ALGORITHMS: Readonly<Record<PasskeyAlgorithm, number>> = { ES256: -7, EdDSA: -8, RS256: -257 };

export interface PasskeyKeyPair {
  readonly algorithm: PasskeyAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function makePasskeyKeyPair(algorithm: PasskeyAlgorithm): PasskeyKeyPair {
  if (algorithm === 'RS256') return { algorithm, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  if (algorithm === 'EdDSA') return { algorithm, ...generateKeyPairSync('ed25519') };
  return { algorithm, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

/** As WebAuthn, section 6.5.5, wants it of each algorithm. */
export function signWithPasskey({ algorithm, privateKey }: PasskeyKeyPair, data: Uint8Array): Buffer {
  return sign(algorithm === 'EdDSA' ? null : 'sha256', data, privateKey);
}

/** COSE_Key. */
export function coseKeyOf({ algorithm, publicKey }: Pick<PasskeyKeyPair, 'algorithm' | 'publicKey'>) {
  const { x = '', y = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  const common = (keyType: number): [number, CborValue][] => [
    [1, keyType],
    [3, COSE_ALGORITHMS[algorithm]],
  ];
  if (algorithm === 'RS256') return new Map([...common(3), [-1, bytes(n)], [-2, bytes(e)]]);
  if (algorithm === 'EdDSA') return new Map([...common(1), [-1, 6], [-2, bytes(x)]]);
  return new Map([...common(2), [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]);
}
