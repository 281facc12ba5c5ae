import { createHash } from 'node:crypto';
import { type Descriptor, MANIFEST_TYPES } from '@lanyard/core/images/image-manifest';
import { ScanFault } from '@lanyard/core/scans/scan-fault';
import { Agent, type Dispatcher } from 'undici';
import { discardBody } from './discard-body.ts';

/** A registry, and a token to read one of its repositories. */
export interface RegistryPlace {
  /** `http://HOST:PORT`, as the operator set it. */
  readonly address: string;
  /** The full name. */
  readonly repository: string;
  /** A registry token, made when it is needed, because it is valid only for minutes. */
  token(): string;
}

export interface RawManifest {
  /** Computed here from the received bytes. */
  readonly digest: string;
  readonly text: string;
}

/** Reads the content of a registry. Everything is checked against its digest. All functions reject with ScanFault. */
export interface RegistryContent {
  /** Undefined if the registry has no such tag or digest. */
  manifest(place: RegistryPlace, reference: string): Promise<RawManifest | undefined>;
  /** The digest that a tag names now, from a request without content. */
  digestOf(place: RegistryPlace, reference: string): Promise<string | undefined>;
  /** The tags after this one, in the registry's order. Empty at the end. */
  tags(place: RegistryPlace, after: string): Promise<readonly string[]>;
  /** The repositories after this one. The token is for the catalogue. */
  catalog(place: Omit<RegistryPlace, 'repository'>, after: string): Promise<readonly string[]>;
  /** The bytes of a blob. Throws ScanFault at the end if they do not match the digest. */
  blob(place: RegistryPlace, blob: Descriptor): AsyncGenerator<Buffer>;
}

export interface RegistryContentOptions {
  /** Where a registry can redirect a download: `host`, `host:port`, or `http://host:port`. */
  readonly storageHosts: readonly string[];
}

const MAXIMUM_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAXIMUM_LIST_BYTES = 8 * 1024 * 1024;
const LIST_PAGE = 1000;
const HEADERS_MILLISECONDS = 30_000;
/** The longest time without a single byte. */
const SILENCE_MILLISECONDS = 60_000;

export function createRegistryContent({ storageHosts }: RegistryContentOptions): RegistryContent {
  const agent = new Agent({ headersTimeout: HEADERS_MILLISECONDS, bodyTimeout: SILENCE_MILLISECONDS });
  const ask = (url: URL, token: string | undefined, method: 'GET' | 'HEAD' = 'GET') =>
    request(agent, url, token, method);
  const open = async (place: RegistryPlace, digest: string) => {
    const url = addressIn(place, `blobs/${digest}`);
    const answer = await ask(url, place.token());
    if (!isRedirect(answer.statusCode)) return answer;
    await answer.body.dump();
    // The token is only for the registry. The target of a redirect does not get it.
    return ask(requireStorage(url, String(answer.headers.location ?? ''), storageHosts), undefined);
  };
  return {
    manifest: async (place, reference) => {
      const answer = await ask(addressIn(place, `manifests/${reference}`), place.token());
      if (answer.statusCode === 404) return void (await answer.body.dump());
      const bytes = await wholeBody(answer, MAXIMUM_MANIFEST_BYTES);
      const [algorithm = ''] = /^sha\d+(?=:)/.exec(reference) ?? ['sha256'];
      const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
      if (reference.includes(':') && reference !== digest)
        throw new ScanFault(`the registry answered with another manifest than ${reference}`);
      return { digest, text: bytes.toString() };
    },
    digestOf: async (place, reference) => {
      const answer = await ask(addressIn(place, `manifests/${reference}`), place.token(), 'HEAD');
      await answer.body.dump();
      if (answer.statusCode === 404) return undefined;
      requireOk(answer);
      const digest = answer.headers['docker-content-digest'];
      return typeof digest === 'string' ? digest : '';
    },
    tags: async (place, after) => {
      const url = addressIn(place, 'tags/list');
      const answer = await ask(withPage(url, after), place.token());
      if (answer.statusCode === 404) {
        await answer.body.dump();
        return [];
      }
      return namesAfter(await wholeBody(answer, MAXIMUM_LIST_BYTES), 'tags', after);
    },
    catalog: async ({ address, token }, after) => {
      const answer = await ask(withPage(new URL('v2/_catalog', requireBase(address)), after), token());
      return namesAfter(await wholeBody(answer, MAXIMUM_LIST_BYTES), 'repositories', after);
    },
    blob: async function* (place, { digest, size }) {
      const answer = await open(place, digest);
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        throw new ScanFault(`the registry answered ${answer.statusCode} to the request for ${digest}`);
      }
      yield* verified(answer.body, digest, size);
    },
  };
}

async function request(agent: Agent, url: URL, token: string | undefined, method: 'GET' | 'HEAD') {
  const headers = {
    accept: [...MANIFEST_TYPES, '*/*'].join(', '),
    'accept-encoding': 'identity',
    'user-agent': 'lanyard',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const { origin, pathname, search } = url;
  try {
    return await agent.request({ origin, path: `${pathname}${search}`, method, headers });
  } catch (error) {
    throw new ScanFault(`${url.origin} does not answer: ${causeOf(error)}`);
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
}

function requireBase(address: string): URL {
  return new URL(address.endsWith('/') ? address : `${address}/`);
}

function addressIn({ address, repository }: RegistryPlace, rest: string): URL {
  return new URL(`v2/${repository}/${rest}`, requireBase(address));
}

function withPage(url: URL, after: string): URL {
  url.searchParams.set('n', String(LIST_PAGE));
  if (after !== '') url.searchParams.set('last', after);
  return url;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Allows only the hosts where, according to the operator, the registry stores its layers. */
function requireStorage(from: URL, location: string, hosts: readonly string[]): URL {
  const url = URL.parse(location, from);
  if (!url || !/^https?:$/.test(url.protocol)) throw new ScanFault('the registry redirects to no address');
  if (url.origin === from.origin) return url;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const names =
    url.protocol === 'https:' ? [url.hostname, `${url.hostname}:${port}`] : [`http://${url.hostname}:${port}`];
  if (names.some((name) => hosts.includes(name))) return url;
  throw new ScanFault(`the registry redirects to ${url.host}, which LANYARD_REGISTRY_STORAGE_HOSTS does not name`);
}

function requireOk({ statusCode }: Dispatcher.ResponseData): void {
  if (statusCode !== 200) throw new ScanFault(`the registry answered ${statusCode}`);
}

async function wholeBody(answer: Dispatcher.ResponseData, maximumBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    requireOk(answer);
    for await (const chunk of answer.body) {
      length += chunk.length;
      if (length > maximumBytes) throw new ScanFault(`the registry answered more than ${maximumBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    discardBody(answer.body);
    throw error instanceof ScanFault ? error : new ScanFault(`the registry ended early: ${causeOf(error)}`);
  }
  return Buffer.concat(chunks);
}

/** The name of a tag or a repository. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._/-]{0,254}$/;

/** Some registries return all names for every request, so names up to `after` are skipped. */
function namesAfter(bytes: Buffer, field: 'tags' | 'repositories', after: string): readonly string[] {
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new ScanFault('the registry answered with a list that is not JSON');
  }
  const names = value[field] ?? [];
  if (!Array.isArray(names)) throw new ScanFault('the registry answered with something other than a list');
  const texts = names.filter((name): name is string => typeof name === 'string' && NAME.test(name));
  const seen = texts.indexOf(after);
  return seen === -1 ? texts : texts.slice(seen + 1);
}

async function* verified(body: AsyncIterable<Buffer>, digest: string, size: number): AsyncGenerator<Buffer> {
  const [algorithm = ''] = digest.split(':');
  const hash = createHash(algorithm);
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > size) throw new ScanFault(`the registry sends more than the ${size} bytes of ${digest}`);
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ScanFault ? error : new ScanFault(`the registry ended early: ${causeOf(error)}`);
  }
  if (length < size) throw new ScanFault(`the registry ended after ${length} of the ${size} bytes of ${digest}`);
  if (`${algorithm}:${hash.digest('hex')}` !== digest)
    throw new ScanFault(`the registry sent something other than ${digest}`);
}
