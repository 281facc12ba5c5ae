import { createHash } from 'node:crypto';
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
  /** Where a passkey was made. */
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

/** With an AAGUID of zeros, as where nobody asks for an attestation. */
function encodeCredential({ id, coseKey }: AttestedCredential): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  return Buffer.concat([Buffer.alloc(16), length, id, encode(coseKey)]);
}
