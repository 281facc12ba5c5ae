import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { type SamlKeyRoles, samlKeyRoles } from '@lanyard/core/single-sign-on/saml-key-roles';
import * as x509 from '@peculiar/x509';
import type { SigningKey } from '../store/records/signing-keys.ts';
import { type CertifiedKey, privateKeyOf } from './private-root.ts';
import { ensureSealedKey, type SealedKeysOptions } from './sealed-keys.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) } as const;
const MODULUS_BITS = 2048;
/** Providers trust the key, and few check the dates, so the certificate must last long. */
const LIFETIME_DAYS = 3650;
const DAY_MILLISECONDS = 86_400_000;
const BACKDATE_MILLISECONDS = 3_600_000;
/** The purpose of the first key. Later ones are `saml:` and an id. */
const PURPOSE = 'saml';

export interface SamlKey {
  readonly id: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly createdAt: number;
}

export interface CurrentSamlKeys extends SamlKeyRoles<SamlKey> {
  /** Every key for which a provider can still encrypt. */
  readonly all: readonly SamlKey[];
}

/** The keys with which we sign requests, as a SAML service provider. Providers can encrypt for them. */
export interface SamlKeys {
  /** The keys in the database now. The first call creates the first key, for all nodes. */
  current(): Promise<CurrentSamlKeys>;
  /** Makes a key to add to the database. It is sealed. */
  make(): Promise<SigningKey>;
}

export function createSamlKeys(options: SealedKeysOptions): SamlKeys {
  return {
    current: async () => {
      const found = await readKeys(options);
      if (found) return found;
      await ensureSealedKey(options, PURPOSE, 'RS256', () => makeKey(options.clock.now()));
      const made = await readKeys(options);
      if (!made) throw new Error('the SAML key vanished');
      return made;
    },
    make: async () => {
      const now = options.clock.now();
      const { certificatePem, publicKeyPem, privateKeyDer } = await makeKey(now);
      const id = options.random.uuid();
      const purpose = `${PURPOSE}:${id}`;
      const sealedPrivateKey = options.sealer.seal(purpose, privateKeyDer);
      return { id, purpose, algorithm: 'RS256', certificatePem, publicKeyPem, sealedPrivateKey, createdAt: now };
    },
  };
}

async function readKeys({ store, sealer, clock }: SealedKeysOptions): Promise<CurrentSamlKeys | undefined> {
  const rows = (await store.read.signingKeys.list()).filter(isSamlKey);
  const [first, ...others] = rows.map(({ id, purpose, certificatePem, sealedPrivateKey, createdAt }) => {
    const privateKey = privateKeyOf({ privateKeyDer: sealer.open(purpose, sealedPrivateKey) });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { id, certificatePem: certificatePem ?? '', privateKeyPem, createdAt };
  });
  if (!first) return undefined;
  return { ...samlKeyRoles([first, ...others], clock.now()), all: [first, ...others] };
}

function isSamlKey({ purpose }: Pick<SigningKey, 'purpose'>): boolean {
  return purpose === PURPOSE || purpose.startsWith(`${PURPOSE}:`);
}

/** RSA, because some providers accept no other key. */
async function makeKey(now: number): Promise<CertifiedKey> {
  const keys = await webcrypto.subtle.generateKey({ ...RSA, modulusLength: MODULUS_BITS }, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['Lanyard SAML'] }],
    keys: keys as webcrypto.CryptoKeyPair,
    signingAlgorithm: RSA,
    notBefore: new Date(now - BACKDATE_MILLISECONDS),
    notAfter: new Date(now + LIFETIME_DAYS * DAY_MILLISECONDS),
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    publicKeyPem: `${certificate.publicKey.toString('pem')}\n`,
    privateKeyDer: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as CryptoKey)),
  };
}
