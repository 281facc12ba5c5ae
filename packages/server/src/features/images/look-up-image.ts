import {
  contentsOf,
  type ImageManifest,
  isDigest,
  parseManifest,
  platformOfConfig,
} from '@lanyard/core/images/image-manifest';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { RegistryPlace } from '../../outbound/registry-content.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';

/** Nobody makes an index inside an index inside an index. */
const DEEPEST = 3;
const MAXIMUM_MANIFESTS = 300;
const MAXIMUM_CONFIG_BYTES = 1024 * 1024;

/** How to read a repository, with a token that can only pull this one. The token belongs to no account. */
export function placeIn({ registryTokens }: Services, registry: Registry, repository: string): RegistryPlace {
  const address = registry.internalUrl ?? '';
  const access = [{ type: 'repository', name: repository, actions: ['pull'] }] as const;
  const token = () => registryTokens.sign(registry, { subject: '', access, credential: { type: 'anonymous' } }).token;
  return { address, repository, token };
}

/** A manifest that was read and checked. */
interface Found {
  readonly digest: string;
  readonly manifest: ImageManifest;
  readonly platform: ReturnType<typeof platformOfConfig>;
}

/**
 * Asks the registry what a tag or digest is now, and stores the answer together with the manifests that it lists.
 * Throws ScanFault if the registry does not answer, or if the content does not match its digest.
 */
export async function lookUpImage(
  services: Services,
  registry: Registry,
  place: RegistryPlace,
  reference: string,
): Promise<void> {
  const parsed = parseRepositoryName(place.repository);
  if (!parsed) return;
  const where = { registryId: registry.id, repository: place.repository };
  const found = await readManifests(services, place, reference);
  const [top] = found;
  await services.store.transaction(async ({ images, imageVerdicts, layers, vulnerabilityScans }) => {
    const seenAt = services.clock.now();
    if (!top) return isDigest(reference) ? images.delete(where, reference) : images.deleteTag(where, reference);
    const ids: string[] = [];
    // Children first, so that an index finds their verdicts.
    for (const { digest, manifest, platform = null } of found.toReversed()) {
      const { kind, mediaType, artifactType, subject, children } = manifest;
      const contents = contentsOf(manifest);
      const size = contents.reduce((sum, content) => sum + content.size, 0);
      const id = services.random.uuid();
      const facts = { kind, mediaType, artifactType, subject, size, platform, seenAt };
      await layers.insert(contents, seenAt);
      if (kind === 'image') await vulnerabilityScans.insert(digest, mediaType, seenAt);
      const image = { id, ...where, namespace: parsed.namespace, digest, ...facts };
      ids.push(
        await images.put(
          image,
          contents.map((content) => content.digest),
          children,
        ),
      );
    }
    await imageVerdicts.refresh(ids);
    const topId = ids.at(-1);
    if (!isDigest(reference) && topId !== undefined) await images.setTag(where, reference, topId, seenAt);
  });
}

/** The requested manifest first, then those that it lists. */
async function readManifests(services: Services, place: RegistryPlace, reference: string): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  let references: readonly string[] = [reference];
  for (let depth = 0; depth < DEEPEST && references.length > 0; depth += 1) {
    const next: string[] = [];
    for (const one of references) {
      if (found.size >= MAXIMUM_MANIFESTS) return [...found.values()];
      const read = await readOne(services, place, one);
      if (!read || found.has(read.digest)) continue;
      found.set(read.digest, read);
      next.push(...read.manifest.children.map(({ digest }) => digest).filter((digest) => !found.has(digest)));
    }
    references = next;
  }
  return [...found.values()];
}

async function readOne(
  { registryContent }: Services,
  place: RegistryPlace,
  reference: string,
): Promise<Found | undefined> {
  const raw = await registryContent.manifest(place, reference);
  const manifest = raw && parseManifest(raw.text);
  if (!manifest) return undefined;
  return { digest: raw.digest, manifest, platform: await platformOf({ registryContent }, place, manifest) };
}

async function platformOf(
  { registryContent }: Pick<Services, 'registryContent'>,
  place: RegistryPlace,
  { kind, config }: ImageManifest,
): Promise<Found['platform']> {
  if (kind !== 'image' || config === null || config.size > MAXIMUM_CONFIG_BYTES) return undefined;
  const parts: Buffer[] = [];
  for await (const part of registryContent.blob(place, config)) parts.push(part);
  return platformOfConfig(Buffer.concat(parts).toString());
}
