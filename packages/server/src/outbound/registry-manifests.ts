import { createHash } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { type ListedManifest, listedManifests } from '@lanyard/core/gate/listed-manifests';
import { fetch } from 'undici';

/** One repository of a registry, as this server reaches it itself. */
export interface ManifestPlace {
  /** `http://HOST:PORT` */
  readonly address: string;
  readonly repository: string;
  /** A registry token to pull there. */
  readonly token: string;
}

export interface ManifestFacts {
  /** Under each name that a client can ask for it by. */
  readonly digests: readonly string[];
  /** What an index points at; empty for the manifest of one image. */
  readonly lists: readonly ListedManifest[];
}

export interface RegistryManifests {
  /**
   * What a tag or digest names in the registry now; undefined where there is no such thing. What a digest names is
   * remembered, because it cannot change. Errors: `unavailable`.
   */
  read(place: ManifestPlace, reference: string): Promise<ManifestFacts | undefined>;
}

const WHOLE_MILLISECONDS = 5000;
/** As much as Distribution takes. */
const MAXIMUM_BYTES = 4 * 1024 * 1024;
const MAXIMUM_REMEMBERED = 10_000;
/** What a client could take: without one of them, Distribution gives another manifest in its place. */
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
      // Only under a digest that is its own: the registry could say anything.
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
    // What the registry or the network did is no word for a client.
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
