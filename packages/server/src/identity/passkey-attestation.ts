import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { decodeAttestationObject, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { factorRefused } from './factor-refusal.ts';

/** The formats that prove only the key, with the fields of their statements. */
const PLAIN_FORMATS: ReadonlyMap<string, readonly string[]> = new Map([
  ['none', []],
  ['packed', ['alg', 'sig']],
]);

/**
 * Throws unless the attestation is `none`, or `packed` by the passkey's own key. Browsers send only these after
 * `attestation: 'none'`. Any other format brings certificates, and the library can follow the addresses of revocation
 * lists in them. Then the caller could make this server send requests to any address. Errors: `factor-refused`.
 */
export function requirePlainAttestation(attestationObject: string): void {
  const decoded: unknown = decodeAttestationObject(Uint8Array.from(Buffer.from(attestationObject, 'base64url')));
  if (!(decoded instanceof Map)) throw factorRefused('the attestation object is no map');
  const [format, statement] = [decoded.get('fmt'), decoded.get('attStmt')];
  if (!(statement instanceof Map)) throw factorRefused('the attestation has no statement');
  const members = typeof format === 'string' ? PLAIN_FORMATS.get(format) : undefined;
  if (!members) throw factorRefused('the attestation is of a format that was not asked for');
  const isExact = statement.size === members.length && members.every((name) => statement.has(name));
  if (!isExact) throw factorRefused('the attestation says what was not asked for');
}

const ES256 = -7;
const EDDSA = -8;
const RS256 = -257;

/** COSE algorithms in our order of preference. */
export const OFFERED_ALGORITHMS = [ES256, EDDSA, RS256] as const;

const MINIMUM_RSA_BITS = 2048;
const MAXIMUM_RSA_BITS = 4096;
const RSA_EXPONENT = 65_537n;

/** Labels of COSE_Key (RFC 9053, section 7, and RFC 8230). */
const KEY_TYPE = 1;
const ALGORITHM = 3;
const [OKP, EC2, RSA] = [1, 2, 3];
const [P256, ED25519] = [1, 6];

type CoseKey = ReadonlyMap<unknown, unknown>;
type JsonWebKey = webcrypto.JsonWebKey;

/**
 * Throws unless this is a complete public key of an algorithm that we offer, with no other data (WebAuthn, section
 * 6.5.1.1). A `none` attestation proves nothing about a key, so weak or unusable keys must be found here. Errors:
 * `factor-refused`.
 */
export function requireOfferedKey(cose: Uint8Array): void {
  const decoded: unknown = decodeCredentialPublicKey(Uint8Array.from(cose));
  if (!(decoded instanceof Map)) throw factorRefused('the public key is no map');
  const key = importKey(jsonWebKey(decoded));
  if (key.asymmetricKeyType === 'rsa') requireStrongRsa(key);
}

function jsonWebKey(key: CoseKey): JsonWebKey {
  const algorithm = key.get(ALGORITHM);
  if (algorithm === ES256) return ellipticKey(key);
  if (algorithm === EDDSA) return edwardsKey(key);
  if (algorithm === RS256) return rsaKey(key);
  throw factorRefused('the public key has an algorithm that is not offered');
}

function ellipticKey(key: CoseKey): JsonWebKey {
  requireShape(key, { keyType: EC2, curve: P256, size: 5 });
  return { kty: 'EC', crv: 'P-256', x: member(key, -2), y: member(key, -3) };
}

function edwardsKey(key: CoseKey): JsonWebKey {
  requireShape(key, { keyType: OKP, curve: ED25519, size: 4 });
  return { kty: 'OKP', crv: 'Ed25519', x: member(key, -2) };
}

function rsaKey(key: CoseKey): JsonWebKey {
  requireShape(key, { keyType: RSA, curve: undefined, size: 4 });
  return { kty: 'RSA', n: member(key, -1), e: member(key, -2) };
}

interface Shape {
  readonly keyType: number | undefined;
  readonly curve: number | undefined;
  readonly size: number;
}

function requireShape(key: CoseKey, { keyType, curve, size }: Shape): void {
  const isCurve = curve === undefined || key.get(-1) === curve;
  if (key.get(KEY_TYPE) !== keyType || !isCurve) throw factorRefused('the public key does not fit its algorithm');
  if (key.size !== size) throw factorRefused('the public key has members that it should not have');
}

function member(key: CoseKey, label: number): string {
  const value = key.get(label);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url');
  throw factorRefused('the public key is not whole');
}

/** Also refuses a point that is not on the curve. */
function importKey(key: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    throw factorRefused('the public key is not usable');
  }
}

function requireStrongRsa({ asymmetricKeyDetails }: KeyObject): void {
  const { modulusLength = 0, publicExponent } = asymmetricKeyDetails ?? {};
  const isStrong = modulusLength >= MINIMUM_RSA_BITS && modulusLength <= MAXIMUM_RSA_BITS;
  if (!isStrong || publicExponent !== RSA_EXPONENT) throw factorRefused('the RSA key is not of a size that is taken');
}
