import type { SigningKey } from '../store/records/signing-keys.ts';
import type { Store } from '../store/store.ts';
import type { Clock, Random } from '../world.ts';
import type { CertifiedKey } from './private-root.ts';
import type { Sealer } from './seal.ts';

export interface SealedKeysOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
}

export interface MadeKey extends Omit<CertifiedKey, 'certificatePem'> {
  readonly certificatePem: string | null;
}

/**
 * The key for this purpose. It is created and sealed if there is none. If two nodes start at once, only one creates it.
 */
export async function ensureSealedKey(
  options: SealedKeysOptions,
  purpose: string,
  algorithm: SigningKey['algorithm'],
  make: () => Promise<MadeKey>,
): Promise<MadeKey> {
  const found = await findKey(options, purpose);
  if (found) return found;
  const made = await make();
  const key = {
    id: options.random.uuid(),
    purpose,
    algorithm,
    createdAt: options.clock.now(),
    ...sealedParts(options, purpose, made),
  };
  const isFirst = await options.store.transaction((records) => records.signingKeys.insert(key));
  if (isFirst) return made;
  const theirs = await findKey(options, purpose);
  if (!theirs) throw new Error('a signing key vanished');
  return theirs;
}

async function findKey({ store, sealer }: SealedKeysOptions, purpose: string): Promise<MadeKey | undefined> {
  const key = (await store.read.signingKeys.list()).find((candidate) => candidate.purpose === purpose);
  if (!key) return undefined;
  const privateKeyDer = sealer.open(purpose, key.sealedPrivateKey);
  return { certificatePem: key.certificatePem, publicKeyPem: key.publicKeyPem, privateKeyDer };
}

function sealedParts({ sealer }: SealedKeysOptions, purpose: string, made: MadeKey) {
  const sealedPrivateKey = sealer.seal(purpose, made.privateKeyDer);
  return { certificatePem: made.certificatePem, publicKeyPem: made.publicKeyPem, sealedPrivateKey };
}
