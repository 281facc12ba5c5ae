import type { Action } from '../repositories/repository.ts';

/** What a request to a registry's `/v2/` is about, and which actions it needs. */
export type RegistryRequest =
  | { readonly type: 'version' }
  | { readonly type: 'catalog' }
  | {
      readonly type: 'repository';
      readonly name: string;
      readonly target: RepositoryTarget;
      /** The tag or digest of a manifest, or the digest of a blob or a subject. Undefined if the request names none. */
      readonly reference: string | undefined;
      /** The tags that a push sets. */
      readonly tags: readonly string[];
      readonly needs: readonly Need[];
    };

export type RepositoryTarget = 'tags' | 'manifest' | 'blob' | 'upload' | 'referrers';

/** The request needs one of these actions in this repository. */
export interface Need {
  readonly name: string;
  readonly anyOf: readonly Action[];
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY_PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const MAXIMUM_NAME_LENGTH = 255;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{1,256}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
/** The ids of Distribution and zot are UUIDs. A name of dots alone would be a path to another place. */
const UPLOAD_ID = /^(?!\.+$)[A-Za-z0-9._=-]{1,1024}$/;
const MAXIMUM_TARGET_LENGTH = 4096;

const PULL: readonly Action[] = ['pull'];
const PUSH: readonly Action[] = ['push'];
const DELETE: readonly Action[] = ['delete'];
/** Before an upload, a client asks whether the registry already has the content. */
const LOOK: readonly Action[] = ['pull', 'push'];

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type ActionsOfMethods = Readonly<Partial<Record<Method, readonly Action[]>>>;

const READ: ActionsOfMethods = { GET: PULL, HEAD: LOOK };
const METHODS: Readonly<Record<RepositoryTarget, ActionsOfMethods>> = {
  tags: { GET: PULL, HEAD: PULL },
  referrers: { GET: PULL, HEAD: PULL },
  manifest: { ...READ, PUT: PUSH, DELETE },
  blob: { ...READ, DELETE },
  upload: { GET: PUSH, HEAD: PUSH, POST: PUSH, PUT: PUSH, PATCH: PUSH, DELETE: PUSH },
};

/**
 * The only function with which the gate reads a path. It returns undefined for a path that no client sends. The gate
 * refuses such a path, because the registry could read it differently (R52). `target` is the path with its query,
 * exactly as received. The path may contain nothing encoded, no doubled slash and no dot segments: proxies and
 * registries resolve these in different ways.
 */
export function readRegistryRequest(method: string, target: string): RegistryRequest | undefined {
  if (target.length > MAXIMUM_TARGET_LENGTH || /[^\x21-\x7e]|[#\\]/.test(target)) return undefined;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const type = WHOLE_REGISTRY.get(path);
  if (type) return method === 'GET' || method === 'HEAD' ? { type } : undefined;
  const place = path.startsWith('/v2/') ? readPlace(path.slice('/v2/'.length)) : undefined;
  const query = mark === -1 ? '' : target.slice(mark + 1);
  const needs = place && needsOf(method, place, query);
  const tags = place && tagsOf(method, place, query);
  return place && needs && tags && { type: 'repository', ...place, tags, needs };
}

const WHOLE_REGISTRY: ReadonlyMap<string, 'version' | 'catalog'> = new Map([
  ['/v2/', 'version'],
  ['/v2', 'version'],
  ['/v2/_catalog', 'catalog'],
] as const);

interface Place {
  readonly name: string;
  readonly target: RepositoryTarget;
  readonly reference: string | undefined;
}

const PLACES: readonly { readonly target: RepositoryTarget; readonly words: string; readonly last: RegExp }[] = [
  { target: 'tags', words: '/tags', last: /^list$/ },
  { target: 'manifest', words: '/manifests', last: TAG },
  { target: 'manifest', words: '/manifests', last: DIGEST },
  { target: 'referrers', words: '/referrers', last: DIGEST },
  { target: 'blob', words: '/blobs', last: DIGEST },
  { target: 'upload', words: '/blobs/uploads', last: /^$/ },
  { target: 'upload', words: '/blobs/uploads', last: UPLOAD_ID },
];

/**
 * Reads from the end, as the registry's own router does. A repository can be called `manifests` or `blobs/uploads`, and
 * its name is as long as possible.
 */
function readPlace(rest: string): Place | undefined {
  const slash = rest.lastIndexOf('/');
  const before = rest.slice(0, Math.max(slash, 0));
  const last = rest.slice(slash + 1);
  const found = PLACES.find(({ words, last: pattern }) => before.endsWith(words) && pattern.test(last));
  if (!found) return undefined;
  const name = before.slice(0, -found.words.length);
  if (!isRepositoryPath(name)) return undefined;
  return { name, target: found.target, reference: REFERS.has(found.target) && last !== '' ? last : undefined };
}

/** A push by digest may name tags in its query (distribution specification, since 1.2). */
function tagsOf(method: string, { target, reference = '' }: Place, query: string): readonly string[] | undefined {
  if (target !== 'manifest' || method !== 'PUT') return [];
  const named = new URLSearchParams(query).getAll('tag');
  if (!named.every((tag) => TAG.test(tag))) return undefined;
  return isDigest(reference) ? named : [reference, ...named];
}

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** All other targets name only the repository. */
const REFERS: ReadonlySet<RepositoryTarget> = new Set(['manifest', 'referrers', 'blob', 'upload'] as const);

function isRepositoryPath(name: string): boolean {
  return name.length <= MAXIMUM_NAME_LENGTH && REPOSITORY_PATH.test(name);
}

function needsOf(method: string, { target, name, reference }: Place, query: string): readonly Need[] | undefined {
  const anyOf = METHODS[target][method as Method];
  if (!anyOf) return undefined;
  // An upload begins with a POST without an id. All other methods use the id that the upload then got.
  if (target === 'upload' && (method === 'POST') !== (reference === undefined)) return undefined;
  if (target === 'upload' && method === 'POST') return uploadNeeds(name, query);
  // Distribution reads `from` in every request.
  const parameters = new URLSearchParams(query);
  return parameters.has('from') || parameters.has('mount') ? undefined : [{ name, anyOf }];
}

/**
 * A mount reads from the source repository, so it needs pull there. Without `from`, a registry could look for the blob
 * in every repository, also in those that the caller may not read. So that is refused.
 */
function uploadNeeds(name: string, query: string): readonly Need[] | undefined {
  const parameters = new URLSearchParams(query);
  const needs: readonly Need[] = [{ name, anyOf: PUSH }];
  const [mount, ...moreMounts] = parameters.getAll('mount');
  const [from, ...moreSources] = parameters.getAll('from');
  if (moreMounts.length > 0 || moreSources.length > 0) return undefined;
  if (mount === undefined && from === undefined) return needs;
  if (mount === undefined || !DIGEST.test(mount) || from === undefined) return undefined;
  if (!isRepositoryPath(from)) return undefined;
  return [...needs, { name: from, anyOf: PULL }];
}
