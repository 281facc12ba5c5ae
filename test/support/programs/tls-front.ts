// The container of @peculiar/x509 needs this import before everything else.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as requestUpstream, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const KEY_TYPE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const HOUR_MILLISECONDS = 3_600_000;

/** The hosts that the docker CLI's browser login uses. They are fixed in its code. */
export const DOCKER_HUB_HOSTS = [
  'login.docker.com',
  'hub.docker.com',
  'registry-1.docker.io',
  'auth.docker.io',
  'index.docker.io',
] as const;

export interface PrivateAuthority {
  /** The authority's own certificate, for `SSL_CERT_FILE`. */
  readonly certificateFile: string;
  readonly serverCertificateFile: string;
  /** PKCS#8, readable only for its owner. */
  readonly serverKeyFile: string;
}

/** A certificate authority, and a server certificate from it for `hosts`, valid for a day, as PEM files in `folder`. */
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

/** From an hour ago, because the clocks of a test can differ a little. */
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

/** A request without anything that can contain a secret: no query, only these headers, no body. */
export interface RecordedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly userAgent: string;
  readonly status: number;
}

export interface TlsFront extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Every answered request, in order. */
  requests(): readonly RecordedRequest[];
  stop(): Promise<void>;
}

/**
 * Serves the content of `url` over TLS with the authority's server certificate. Requests and answers pass unchanged.
 * Each host in `elsewhere` has its own address.
 */
export async function startTlsFront(
  authority: PrivateAuthority,
  url: string,
  elsewhere: Readonly<Record<string, string>> = {},
): Promise<TlsFront> {
  const [cert, key] = await Promise.all([readFile(authority.serverCertificateFile), readFile(authority.serverKeyFile)]);
  const recorded: RecordedRequest[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const target = elsewhere[request.headers.host ?? ''] ?? url;
    const answered = (status: number) => void recorded.push(record(request, status));
    // If one side closes, the other closes too.
    forward(target, request, response, answered).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = (server.address() as AddressInfo).port;
  return { port, requests: () => [...recorded], stop, [Symbol.asyncDispose]: stop };
}

/** `answered` is called before the client gets the answer, so a client with the answer finds it recorded. */
async function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  answered: (status: number) => void,
): Promise<void> {
  const { hostname, port } = new URL(target);
  const { method, url: path, rawHeaders: headers } = request;
  const upstream = requestUpstream({ hostname, port, method, path, headers, agent: false });
  const giveBack = async () => {
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 502;
    answered(status);
    response.writeHead(status, answer.rawHeaders);
    await pipeline(answer, response);
  };
  await Promise.all([pipeline(request, upstream), giveBack()]);
}

function record(request: IncomingMessage, status: number): RecordedRequest {
  const { host = '', 'user-agent': userAgent = '' } = request.headers;
  const [path = ''] = (request.url ?? '').split('?');
  return { method: request.method ?? '', host, path, userAgent, status };
}
