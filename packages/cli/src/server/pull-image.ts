import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type Descriptor,
  type ImageManifest,
  MANIFEST_TYPES,
  parseManifest,
} from '@lanyard/core/images/image-manifest';
import { LayerFault } from '@lanyard/core/scans/scan-fault';
import { failed, refused } from '../cli-error.ts';
import type { DockerLogin } from '../docker-login.ts';
import { isLoopback } from '../registry-host.ts';
import { parseChallenges } from './discover-server.ts';
import type { ImageReference } from './image-reference.ts';
import { requireSafeRealm } from './require-safe-realm.ts';
import { openRequest, sendRequest } from './send-request.ts';

export interface ImageSource {
  readonly image: ImageReference;
  /** Undefined to pull without signing in. */
  readonly login: DockerLogin | undefined;
  readonly proxies: NodeJS.ProcessEnv;
}

const MAXIMUM_MANIFEST_BYTES = 4 * 1024 * 1024;
const BLOB_MILLISECONDS = 3_600_000;
const MAXIMUM_REDIRECTS = 3;

/** Reads one repository of a registry, with a token for this repository alone. */
export class ImagePuller {
  readonly #source: ImageSource;
  #authorization: string | undefined;

  constructor(source: ImageSource) {
    this.#source = source;
  }

  /** Checked against its digest. Errors: `failed`, `refused`, `unreachable`. */
  async manifest(reference: string): Promise<ImageManifest> {
    const message = await this.#get(`manifests/${reference}`);
    const bytes = await wholeBody(message);
    const [algorithm = ''] = reference.split(':');
    const isDigest = reference.includes(':');
    if (isDigest && `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` !== reference)
      throw refused(`the registry answered with another manifest than ${reference}`);
    const manifest = parseManifest(bytes.toString());
    if (!manifest) throw failed('the registry answered with something that is no manifest');
    return manifest;
  }

  /** Throws LayerFault at the end if it does not match its digest. */
  async *blob({ digest, size }: Descriptor): AsyncGenerator<Buffer> {
    const [algorithm = ''] = digest.split(':');
    const hash = createHash(algorithm);
    let length = 0;
    for await (const chunk of (await this.#get(`blobs/${digest}`)) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > size) throw new LayerFault('it is larger than its manifest says');
      hash.update(chunk);
      yield chunk;
    }
    if (`${algorithm}:${hash.digest('hex')}` !== digest) throw new LayerFault('it is not what its digest says');
  }

  async #get(path: string): Promise<IncomingMessage> {
    const { host, repository } = this.#source.image;
    const url = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${repository}/${path}`;
    let message = await this.#open(url, this.#authorization);
    if (message.statusCode === 401) {
      message.resume();
      this.#authorization = await this.#signIn(String(message.headers['www-authenticate'] ?? ''));
      message = await this.#open(url, this.#authorization);
    }
    message = await this.#followed(message, url);
    if (message.statusCode === 200) return message;
    message.resume();
    const text = `${host} answered ${message.statusCode} to the request for ${repository}`;
    if (message.statusCode === 401 || message.statusCode === 403)
      throw refused(text, 'sign in with docker login, and check that you may pull it');
    throw failed(text, 'check the name of the image');
  }

  #open(url: string, authorization: string | undefined): Promise<IncomingMessage> {
    const accept = [...MANIFEST_TYPES, '*/*'].join(', ');
    const { proxies } = this.#source;
    return openRequest({ url, accept, authorization, timeoutMs: BLOB_MILLISECONDS, proxies });
  }

  /** The target of a redirect gets no login (attack 25). */
  async #followed(first: IncomingMessage, from: string): Promise<IncomingMessage> {
    let message = first;
    let url = from;
    for (let hops = 0; isRedirect(message); hops += 1) {
      message.resume();
      const next = URL.parse(String(message.headers.location ?? ''), url);
      const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && bothLoopback(next, from));
      if (!next || !isSafe || hops >= MAXIMUM_REDIRECTS)
        throw refused(`${this.#source.image.host} redirects to an unsafe address`);
      url = next.href;
      message = await this.#open(url, undefined);
    }
    return message;
  }

  async #signIn(challenge: string): Promise<string> {
    const { image, login, proxies } = this.#source;
    const challenges = parseChallenges(challenge);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters;
    if (bearer) {
      const url = requireSafeRealm(bearer.get('realm') ?? '', image.host);
      url.searchParams.set('service', bearer.get('service') ?? '');
      url.searchParams.set('scope', `repository:${image.repository}:pull`);
      const { status, body } = await sendRequest({ url: url.href, ...(login && { basic: login }), proxies });
      const token = body.token ?? body.access_token;
      if (status === 200 && typeof token === 'string') return `Bearer ${token}`;
      throw refused(`the login for ${image.host} was not accepted`, 'sign in again with docker login');
    }
    if (!login || !challenges.some(({ scheme }) => scheme === 'basic'))
      throw refused(`${image.host} asks for a sign-in`, 'use docker login first');
    return `Basic ${Buffer.from(`${login.account}:${login.secret.reveal()}`).toString('base64')}`;
  }
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 300 && statusCode < 400;
}

function bothLoopback(url: URL, from: string): boolean {
  return isLoopback(url.host) && isLoopback(new URL(from).host);
}

async function wholeBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAXIMUM_MANIFEST_BYTES) throw failed('the registry answered with too large a manifest');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
