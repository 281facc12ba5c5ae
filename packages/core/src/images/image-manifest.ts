/** The media types that a manifest can have, by the names of OCI and of docker before it. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];
const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json';
const MAXIMUM_LAYERS = 500;
const MAXIMUM_CHILDREN = 500;

const DIGEST_PATTERN = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

export function isDigest(text: string): boolean {
  return DIGEST_PATTERN.test(text);
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

export interface ChildManifest extends Descriptor {
  readonly platform: Platform | null;
}

/** `image`: a container image. `index`: several manifests, usually one for each platform. `artifact`: anything else. */
export type ManifestKind = 'image' | 'index' | 'artifact';

export interface ImageManifest {
  readonly kind: ManifestKind;
  readonly mediaType: string;
  /** The type that an artifact declares. Null for an image. */
  readonly artifactType: string | null;
  /** The digest of the manifest that this one refers to, as a signature does. */
  readonly subject: string | null;
  /** Null for an index. */
  readonly config: Descriptor | null;
  readonly layers: readonly Descriptor[];
  /** The manifests of an index. Empty for an image. */
  readonly children: readonly ChildManifest[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns undefined for text that is not a manifest that today's clients pull, and for a malformed one. */
export function parseManifest(text: string): ImageManifest | undefined {
  try {
    const value = fieldsOf(JSON.parse(text));
    return 'manifests' in value ? readIndex(value) : readManifest(value);
  } catch {
    return undefined;
  }
}

function readIndex(value: Fields): ImageManifest {
  const children = listOf(value.manifests, MAXIMUM_CHILDREN).map((child) => {
    const { platform } = fieldsOf(child);
    return { ...descriptorOf(child), platform: platform === undefined ? null : readPlatform(platform) };
  });
  const mediaType = wordOr(value.mediaType, MANIFEST_TYPES[0]);
  const artifactType = value.artifactType === undefined ? null : wordOf(value.artifactType);
  return { kind: 'index', mediaType, artifactType, subject: subjectOf(value), config: null, layers: [], children };
}

function readManifest(value: Fields): ImageManifest {
  const config = descriptorOf(value.config);
  const isImage = IMAGE_CONFIGS.includes(config.mediaType) && value.artifactType === undefined;
  return {
    kind: isImage ? 'image' : 'artifact',
    mediaType: wordOr(value.mediaType, MANIFEST_TYPES[2]),
    artifactType: isImage ? null : wordOr(value.artifactType, config.mediaType),
    subject: subjectOf(value),
    config,
    layers: listOf(value.layers, MAXIMUM_LAYERS).map(descriptorOf),
    children: [],
  };
}

function subjectOf({ subject }: Fields): string | null {
  return subject === undefined ? null : descriptorOf(subject).digest;
}

function descriptorOf(value: unknown): Descriptor {
  const { mediaType, digest, size } = fieldsOf(value);
  if (typeof digest !== 'string' || !isDigest(digest)) throw new TypeError('no digest');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw new TypeError('no size');
  return { mediaType: wordOf(mediaType), digest, size };
}

function readPlatform(value: unknown): Platform {
  const { os, architecture, variant } = fieldsOf(value);
  return {
    os: wordOf(os),
    architecture: wordOf(architecture),
    variant: variant === undefined ? null : wordOf(variant),
  };
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return value as Fields;
}

function listOf(value: unknown, maximum: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > maximum) throw new TypeError('no list, or too long');
  return value;
}

const MAXIMUM_WORD = 255;

function wordOf(value: unknown): string {
  if (typeof value === 'string' && value.length <= MAXIMUM_WORD && !/[\p{C}]/u.test(value)) return value;
  throw new TypeError('no word');
}

function wordOr(value: unknown, standard: string): string {
  return value === undefined || value === '' ? standard : wordOf(value);
}

/** The parts of the image that are scanned: its layers, and its configuration, which can contain secrets. */
export function contentsOf({ config, layers }: ImageManifest): readonly Descriptor[] {
  const all = config === null || config.mediaType === EMPTY_CONFIG ? layers : [config, ...layers];
  return [...new Map(all.map((one) => [one.digest, one])).values()];
}

/** Layers that a registry need not have, because clients fetch them from another place. */
export function isKeptElsewhere({ mediaType }: Pick<Descriptor, 'mediaType'>): boolean {
  return /foreign|nondistributable/.test(mediaType);
}

/** The platform that the configuration of an image names. Undefined if it names none. */
export function platformOfConfig(text: string): Platform | undefined {
  try {
    return readPlatform(JSON.parse(text));
  } catch {
    return undefined;
  }
}
