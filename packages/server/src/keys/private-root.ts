import 'reflect-metadata';
import { createHash, createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// The container of @peculiar/x509 needs this import before everything else.

x509.cryptoProvider.set(webcrypto as Crypto);

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const KEY_TYPE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const LIFETIME_DAYS = 3650;
const DAY_MILLISECONDS = 86_400_000;
/** For registries whose clocks are behind ours. */
const BACKDATE_MILLISECONDS = 3_600_000;

export interface CertifiedKey {
  readonly certificatePem: string;
  readonly publicKeyPem: string;
  /** PKCS#8. */
  readonly privateKeyDer: Buffer;
}

/**
 * A private certificate authority for one registry: ECDSA P-256, 10 years. It signs leaves, and they cannot sign
 * further certificates.
 */
export async function createPrivateRoot(registryName: string, now: number): Promise<CertifiedKey> {
  const keys = await webcrypto.subtle.generateKey(KEY_TYPE, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Lanyard root of ${registryName}`] }],
    keys: keys as webcrypto.CryptoKeyPair,
    signingAlgorithm: SIGNATURE,
    notBefore: new Date(now - BACKDATE_MILLISECONDS),
    notAfter: new Date(now + LIFETIME_DAYS * DAY_MILLISECONDS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  return certified(certificate, keys);
}

/** A short-lived certificate under the root, only for signatures. */
export async function issueLeaf(root: CertifiedKey, now: number, lifetimeSeconds: number): Promise<CertifiedKey> {
  const rootCertificate = new x509.X509Certificate(root.certificatePem);
  const rootKey = await webcrypto.subtle.importKey('pkcs8', new Uint8Array(root.privateKeyDer), KEY_TYPE, false, [
    'sign',
  ]);
  const keys = await webcrypto.subtle.generateKey(KEY_TYPE, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Lanyard signing leaf',
    issuer: rootCertificate.subject,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: rootKey as CryptoKey,
    signingAlgorithm: SIGNATURE,
    notBefore: new Date(now - BACKDATE_MILLISECONDS),
    notAfter: new Date(now + lifetimeSeconds * 1000),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  return certified(certificate, keys);
}

/** A key with its own long-lived certificate, for registries that load one fixed key at start. */
export async function createFixedKey(registryName: string, now: number): Promise<CertifiedKey> {
  const keys = await webcrypto.subtle.generateKey(KEY_TYPE, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Lanyard key of ${registryName}`] }],
    keys: keys as webcrypto.CryptoKeyPair,
    signingAlgorithm: SIGNATURE,
    notBefore: new Date(now - BACKDATE_MILLISECONDS),
    notAfter: new Date(now + LIFETIME_DAYS * DAY_MILLISECONDS),
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  });
  return certified(certificate, keys);
}

export function privateKeyOf({ privateKeyDer }: Pick<CertifiedKey, 'privateKeyDer'>): KeyObject {
  return createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' });
}

async function certified(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Promise<CertifiedKey> {
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    publicKeyPem: `${certificate.publicKey.toString('pem')}\n`,
    privateKeyDer: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const DIGEST_BYTES = 30;

/** Docker's key id: 30 bytes of SHA-256 over the SPKI, base32 in twelve groups of four. */
export function libtrustKeyId(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(spki).digest().subarray(0, DIGEST_BYTES);
  return (base32(digest).match(/.{4}/g) ?? []).join(':');
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((group) => ALPHABET.charAt(Number.parseInt(group, 2))).join('');
}
