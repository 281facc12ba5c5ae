import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { factorRefused } from './factor-refusal.ts';

/** The formats that prove nothing but the key, and what the statement of each holds. */
const PLAIN_FORMATS: ReadonlyMap<string, readonly string[]> = new Map([
  ['none', []],
  ['packed', ['alg', 'sig']],
]);

/**
 * Throws unless the attestation is `none`, or `packed` by the passkey's own key: what a browser hands on where
 * `attestation: 'none'` was asked. Anything else brings certificates, and the library may follow the addresses of
 * revocation lists in them: the caller could make this server call whom it likes. Errors: `factor-refused`.
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
