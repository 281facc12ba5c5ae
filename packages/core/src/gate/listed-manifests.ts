/** An entry of an index: the manifest of one platform, or another index. */
export interface ListedManifest {
  readonly digest: string;
  /** Whether the entry says that it is an index too. */
  readonly isIndex: boolean;
}

const INDEX_KINDS: ReadonlySet<unknown> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

/**
 * Lists every manifest that an index names, each once. The list is empty for the manifest of one image, and for other
 * text.
 */
export function listedManifests(text: string): readonly ListedManifest[] {
  const found = new Map<string, boolean>();
  for (const entry of entriesOf(text)) {
    const { digest, mediaType } = (entry ?? {}) as { readonly digest?: unknown; readonly mediaType?: unknown };
    if (typeof digest === 'string') found.set(digest, found.get(digest) === true || INDEX_KINDS.has(mediaType));
  }
  return [...found].map(([digest, isIndex]) => ({ digest, isIndex }));
}

function entriesOf(text: string): readonly unknown[] {
  try {
    const { manifests } = (JSON.parse(text) ?? {}) as { readonly manifests?: unknown };
    return Array.isArray(manifests) ? manifests : [];
  } catch {
    return [];
  }
}
