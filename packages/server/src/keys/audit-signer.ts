import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { checkpointOrigin, signCheckpoint } from '@lanyard/core/audit/checkpoint';
import { noteKeyText, publicBytesOf } from '@lanyard/core/audit/signed-note';
import { ensureSealedKey, type SealedKeysOptions } from './sealed-keys.ts';

/** Signs the length and the content of the audit log. Its key is used for nothing else. */
export interface AuditSigner {
  readonly origin: string;
  /** The public key, in the form that other tools read. */
  readonly keyText: string;
  /** Throws if the log is shorter than at an earlier signature, or different at the same length. */
  sign(size: number, root: Buffer): string;
}

const PURPOSE = 'audit-log';

export async function createAuditSigner(
  options: SealedKeysOptions & { readonly publicUrl: string },
): Promise<AuditSigner> {
  const origin = checkpointOrigin(options.publicUrl);
  const { privateKeyDer } = await ensureSealedKey(options, PURPOSE, 'EdDSA', makeKey);
  const privateKey = createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' });
  let last: { readonly size: number; readonly root: Buffer } | undefined;
  return {
    origin,
    keyText: noteKeyText({ name: origin, publicKey: publicBytesOf(createPublicKey(privateKey)) }),
    sign: (size, root) => {
      if (last && (size < last.size || (size === last.size && !root.equals(last.root)))) {
        throw new Error('the audit log is not the one that was signed before');
      }
      last = { size, root };
      return signCheckpoint({ origin, size, root }, privateKey);
    },
  };
}

async function makeKey() {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ed25519');
  return {
    certificatePem: null,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyDer: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}
