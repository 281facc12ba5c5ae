import { createHash } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { type ListedManifest, listedManifests } from '@lanyard/core/gate/listed-manifests';
import { fetch } from 'undici';

/** One repository of a registry, at the address where this server reaches it. */
export interface ManifestPlace {
  /** `http://HOST:PORT` */
  readonly address: string;
  readonly repository: string;
  /** A registry token that can pull there. */
  readonly token: string;
}

export interface ManifestFacts {
  /** Every digest by which a client can request it. */
  readonly digests: readonly string[];
  /** The manifests in an index. Empty for the manifest of one image. */
  readonly lists: readonly ListedManifest[];
}

export interface RegistryManifests {
  /**
   * The manifest that a tag or digest names in the registry now. Undefined if there is none. Results for digests are
   * kept, because they cannot change. Errors: `unavailable`.
   */
  read(place: ManifestPlace, reference: string): Promise<ManifestFacts | undefined>;
}

const WHOLE_MILLISECONDS = 5000;
/** The same limit as in Distribution. */
const MAXIMUM_BYTES = 4 * 1024 * 1024;
const MAXIMUM_REMEMBERED = 10_000;
/** All types that a client could accept. If one is missing, Distribution returns another manifest instead. */
const EVERY_KIND = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*;q=0.1',
].join(', ');

export function createRegistryManifests(): RegistryManifests {
  const remembered = new Map<string, ManifestFacts>();
  return {
    read: async (place, reference) => {
      const known = remembered.get(reference);
      if (known) return known;
      const text = await readManifest(place, reference);
      if (text === undefined) return undefined;
      const facts = { digests: digestsOf(text), lists: listedManifests(text.toString()) };
      // Stored only under its own digests, because the registry could send anything.
      for (const digest of facts.digests) remembered.set(digest, facts);
      while (remembered.size > MAXIMUM_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
      return facts;
    },
  };
}

async function readManifest(place: ManifestPlace, reference: string): Promise<Buffer | undefined> {
  const { address, repository, token } = place;
  const headers = { authorization: `Bearer ${token}`, accept: EVERY_KIND };
  const signal = AbortSignal.timeout(WHOLE_MILLISECONDS);
  try {
    const url = new URL(`/v2/${repository}/manifests/${reference}`, address);
    const answer = await fetch(url, { headers, redirect: 'manual', signal });
    if (answer.status === 200) return await boundedBytes(answer);
    await answer.body?.cancel();
    if (answer.status === 404) return undefined;
  } catch {
    // A client does not learn what the registry or the network did.
  }
  throw new DomainError('unavailable', { what: 'registry' });
}

async function boundedBytes({ body }: Awaited<ReturnType<typeof fetch>>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > MAXIMUM_BYTES) throw new Error('larger than a manifest');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

function digestsOf(text: Buffer): readonly string[] {
  return ['sha256', 'sha512'].map((algorithm) => `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`);
}
