import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpServer, serveHttp } from './serve-http.ts';

export interface StoredDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** The answers of a registry that is broken or lies. */
export interface Misbehaviour {
  /** Sent instead of a blob's bytes. */
  readonly blob?: (bytes: Buffer, response: ServerResponse) => void;
  readonly manifest?: (bytes: Buffer) => Buffer;
}

/** A registry in memory that follows the distribution specification. It records every token that it gets. */
export interface RegistryStandIn extends HttpServer {
  readonly asked: {
    readonly path: string;
    readonly access: readonly unknown[];
    readonly authorization: string | undefined;
  }[];
  misbehave(misbehaviour: Misbehaviour): void;
  blob(bytes: Uint8Array, mediaType?: string): StoredDescriptor;
  /** Stores it with or without a tag. */
  manifest(repository: string, value: object, tag?: string): StoredDescriptor;
  /** An image with these layers. */
  image(repository: string, layers: readonly Uint8Array[], options?: ImageOptions): StoredDescriptor;
  delete(repository: string, reference: string): void;
}

export interface ImageOptions {
  readonly tag?: string;
  readonly architecture?: string;
  readonly mediaType?: string;
  readonly more?: object;
}

const ADDRESS = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/;
const OCI = 'application/vnd.oci.image';

export async function startRegistryStandIn(): Promise<RegistryStandIn> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Buffer>();
  const asked: RegistryStandIn['asked'][number][] = [];
  const state: { misbehaviour: Misbehaviour } = { misbehaviour: {} };
  const server = await serveHttp((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    asked.push({ path, access: accessOf(request), authorization: request.headers.authorization });
    answer(path, request, response);
  });
  const list = (response: ServerResponse, field: string, names: readonly string[], after: string) =>
    void response.end(JSON.stringify({ [field]: names.toSorted().filter((name) => name > after) }));
  const answerBlob = (bytes: Buffer, response: ServerResponse) => {
    const { blob: instead } = state.misbehaviour;
    if (instead) instead(bytes, response);
    else response.end(bytes);
  };
  const answerList = (path: string, request: IncomingMessage, response: ServerResponse) => {
    const [, repository = '', part] = ADDRESS.exec(path) ?? [];
    const after = new URL(request.url ?? '', 'http://x').searchParams.get('last') ?? '';
    if (path === '/v2/') response.end('{}');
    else if (path === '/v2/_catalog') list(response, 'repositories', repositories(manifests), after);
    else if (part === 'tags') list(response, 'tags', tagsOf(manifests, repository), after);
    else return false;
    return true;
  };
  const answer = (path: string, request: IncomingMessage, response: ServerResponse) => {
    const [, repository = '', part = '', reference = ''] = ADDRESS.exec(path) ?? [];
    if (answerList(path, request, response)) return;
    const bytes = part === 'blobs' ? blobs.get(reference) : manifests.get(`${repository} ${reference}`);
    if (!bytes) response.writeHead(404).end();
    else if (part === 'blobs') answerBlob(bytes, response);
    else answerManifest(bytes, request, response);
  };
  const answerManifest = (bytes: Buffer, request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('docker-content-digest', digestOf(bytes));
    response.end(request.method === 'HEAD' ? undefined : (state.misbehaviour.manifest?.(bytes) ?? bytes));
  };
  const blob: RegistryStandIn['blob'] = (bytes, mediaType = `${OCI}.layer.v1.tar+gzip`) => {
    const kept = Buffer.from(bytes);
    blobs.set(digestOf(kept), kept);
    return { mediaType, digest: digestOf(kept), size: kept.length };
  };
  const manifest: RegistryStandIn['manifest'] = (repository, value, tag) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = digestOf(bytes);
    manifests.set(`${repository} ${digest}`, bytes);
    if (tag !== undefined) manifests.set(`${repository} ${tag}`, bytes);
    const { mediaType = '' } = value as { readonly mediaType?: string };
    return { mediaType, digest, size: bytes.length };
  };
  return {
    ...server,
    asked,
    blob,
    manifest,
    image: (repository, layers, { tag, architecture = 'amd64', mediaType, more = {} } = {}) => {
      const settings = { os: 'linux', architecture, config: {} };
      const config = blob(Buffer.from(JSON.stringify(settings)), `${OCI}.config.v1+json`);
      const parts = layers.map((layer) => blob(layer, mediaType));
      const value = { schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers: parts, ...more };
      return manifest(repository, value, tag);
    },
    delete: (repository, reference) => void manifests.delete(`${repository} ${reference}`),
    misbehave: (misbehaviour) => {
      state.misbehaviour = misbehaviour;
    },
  };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function accessOf({ headers }: IncomingMessage): readonly unknown[] {
  const payload = headers.authorization?.split('.')[1] ?? '';
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()).access;
  } catch {
    return [];
  }
}

function repositories(manifests: ReadonlyMap<string, Buffer>): readonly string[] {
  return [...new Set([...manifests.keys()].map((key) => key.split(' ')[0] ?? ''))];
}

function tagsOf(manifests: ReadonlyMap<string, Buffer>, repository: string): readonly string[] {
  const own = [...manifests.keys()].filter((key) => key.startsWith(`${repository} `));
  return own.map((key) => key.split(' ')[1] ?? '').filter((reference) => !reference.includes(':'));
}
