import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The sealed text was changed, or was sealed for another purpose or with another master key. */
export class SealError extends Error {}

/** Encrypts, with the master key, values that the database must return: private keys, seeds and client secrets. */
export interface Sealer {
  /** The purpose is part of the encryption: a text that was sealed for one purpose cannot be opened for another. */
  seal(purpose: string, plaintext: Uint8Array): string;
  /** Throws SealError. */
  open(purpose: string, sealed: string): Buffer;
}

export function createSealer(masterKey: MasterKey): Sealer {
  const key = masterKey.derive('seal');
  return {
    seal: (purpose, plaintext) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(boundTo(purpose));
      const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (purpose, sealed) => {
      const { nonce, tag, body } = partsOf(sealed);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(purpose)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]);
      } catch {
        throw new SealError(`a sealed value for ${purpose} does not open with this master key`);
      }
    },
  };
}

function boundTo(purpose: string): Buffer {
  return Buffer.from(`${VERSION} ${purpose}`);
}

/** Node decodes base64url leniently. Here each value has only one text. */
function partsOf(sealed: string) {
  const bytes = Buffer.from(sealed.slice(VERSION.length + 1), 'base64url');
  const isCanonical = `${VERSION}.${bytes.toString('base64url')}` === sealed;
  if (!isCanonical || bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealError('a sealed value is malformed');
  return {
    nonce: bytes.subarray(0, NONCE_BYTES),
    tag: bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    body: bytes.subarray(NONCE_BYTES + TAG_BYTES),
  };
}
