// @peculiar/x509's container needs it before anything else.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const KEY_TYPE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const HOUR_MILLISECONDS = 3_600_000;

/** The hosts that the docker CLI's browser login is compiled to ask. */
export const DOCKER_HUB_HOSTS = [
  'login.docker.com',
  'hub.docker.com',
  'registry-1.docker.io',
  'auth.docker.io',
  'index.docker.io',
] as const;

export interface PrivateAuthority {
  /** The authority's own certificate: what `SSL_CERT_FILE` is to name. */
  readonly certificateFile: string;
  readonly serverCertificateFile: string;
  /** PKCS#8, readable by its maker alone. */
  readonly serverKeyFile: string;
}

/** A certificate authority and a server certificate of it for `hosts`, good for a day, as PEM files in `folder`. */
export async function privateAuthority(
  folder: string,
  hosts: readonly string[] = DOCKER_HUB_HOSTS,
): Promise<PrivateAuthority> {
  const authorityKeys = await newKeys();
  const serverKeys = await newKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Lanyard test authority',
    keys: authorityKeys,
    signingAlgorithm: SIGNATURE,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    subject: 'CN=Lanyard test server',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: SIGNATURE,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return {
    certificateFile: await writePem(folder, 'authority.pem', authority.toString('pem')),
    serverCertificateFile: await writePem(folder, 'server.pem', server.toString('pem')),
    serverKeyFile: await writePem(folder, 'server-key.pem', await privateKeyPem(serverKeys)),
  };
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(KEY_TYPE, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
}

/** From an hour ago: the clocks of a test may differ a little. */
function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - HOUR_MILLISECONDS), notAfter: new Date(now + 24 * HOUR_MILLISECONDS) };
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

async function writePem(folder: string, name: string, pem: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `${pem}\n`, { mode: 0o600 });
  return file;
}
