import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encode } from 'cborg';

export type CborValue = number | string | Uint8Array | readonly CborValue[] | ReadonlyMap<string | number, CborValue>;

/** WebAuthn, section 6.1. */
export const AUTHENTICATOR_FLAGS = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attestedCredential: 0x40,
  extensions: 0x80,
} as const;

export interface AuthenticatorData {
  readonly rpId: string;
  readonly flags: number;
  readonly counter: number;
  /** The new passkey, if one was created. */
  readonly credential?: AttestedCredential;
}

interface AttestedCredential {
  readonly id: Uint8Array;
  readonly coseKey: ReadonlyMap<string | number, CborValue>;
}

export function encodeAuthenticatorData({ rpId, flags, counter, credential }: AuthenticatorData): Buffer {
  const tail = Buffer.alloc(5, flags);
  tail.writeUInt32BE(counter, 1);
  const attested = credential ? [encodeCredential(credential)] : [];
  return Buffer.concat([createHash('sha256').update(rpId).digest(), tail, ...attested]);
}

/** With an AAGUID of zeros, because nobody asked for an attestation. */
function encodeCredential({ id, coseKey }: AttestedCredential): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  return Buffer.concat([Buffer.alloc(16), length, id, encode(coseKey)]);
}

export type PasskeyAlgorithm = 'ES256' | 'EdDSA' | 'RS256';

/** COSE's numbers for the algorithms. */
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

/** As WebAuthn, section 6.5.5, requires for each algorithm. */
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
