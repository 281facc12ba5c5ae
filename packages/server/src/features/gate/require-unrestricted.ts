import { DomainError } from '@lanyard/core/domain-error';
import { isDigest, type RegistryRequest } from '@lanyard/core/gate/registry-request';
import { isImmutableTag } from '@lanyard/core/repositories/immutable-tags';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { ManifestFacts, ManifestPlace } from '../../outbound/registry-manifests.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { claimTag, releaseTags } from './claim-tag.ts';
import { requireScanned } from './require-scanned.ts';

type RepositoryRequest = Extract<RegistryRequest, { type: 'repository' }>;

export interface GuardedRegistry {
  readonly registry: Registry;
  readonly upstream: string | undefined;
}

interface Restriction extends GuardedRegistry {
  /** Names this request, so that it keeps the tags that it claimed when it is asked about again. */
  readonly pushId?: string | undefined;
  /** Whether the owner's policy lets nobody pull an image before its first scan. */
  readonly mustBeScanned: boolean;
}

/**
 * Refuses what nobody may do, whatever the credential allows: pull an image in quarantine, or one that must be scanned first, or move an immutable tag.
 * The recorded rules are read every time. The registry is asked what a tag names only if that matters. Errors:
 * `forbidden`, `unavailable`.
 */
export async function requireUnrestricted(
  services: Services,
  guarded: Restriction,
  method: string,
  request: RegistryRequest,
): Promise<void> {
  if (request.type !== 'repository') return;
  if (request.tags.length > 0) await requireNoTagMoved(services, guarded, request);
  if (method !== 'GET' || request.reference === undefined) return;
  if (request.target !== 'manifest' && request.target !== 'blob') return;
  const place = { registryId: guarded.registry.id, repository: request.name };
  const { reference } = request;
  if (guarded.mustBeScanned && request.target === 'manifest') {
    const read = () => services.manifests.read(placeOf(services, guarded, request.name), reference);
    await requireScanned(services, place, reference, read);
  }
  const { quarantines } = services.store.read;
  if (!(await quarantines.isAnyAt(place))) return;
  const reasons = new Map((await quarantines.of(place)).map(({ digest, reason }) => [digest, reason]));
  const found = await quarantinedIn(services, guarded, request, reasons);
  const reason = found === undefined ? undefined : reasons.get(found);
  if (reason !== undefined) throw new DomainError('forbidden', { reason: `${found} is in quarantine: ${reason}` });
}

/**
 * A sub-request has no body, so a push of the same image is refused too. The tag is claimed before the registry is asked:
 * otherwise, two gates could both hear that it is not there.
 */
async function requireNoTagMoved(
  services: Services,
  guarded: Restriction,
  { name, tags }: RepositoryRequest,
): Promise<void> {
  const parsed = parseRepositoryName(name);
  const repository = parsed && (await services.store.read.repositories.byName(parsed.namespace, parsed.name));
  const fixed = tags.filter((tag) => isImmutableTag(repository?.immutableTags ?? null, tag));
  const push = { registryId: guarded.registry.id, repository: name, pushId: guarded.pushId ?? services.random.uuid() };
  try {
    for (const tag of fixed) {
      const claimed = await claimTag(services, { ...push, tag });
      if (claimed === 'before') continue;
      const told = `the tag ${tag} of ${name} is immutable`;
      if (await services.manifests.read(placeOf(services, guarded, name), tag))
        throw new DomainError('forbidden', { reason: `${told}; push another tag` });
      if (claimed === 'by another')
        throw new DomainError('forbidden', { reason: `${told}, and another push of it began less than a minute ago` });
    }
  } catch (error) {
    await releaseTags(services, push);
    throw error;
  }
}

/** High enough that no index of real images is refused. */
const LOOKED_AT_MOST = 50;

/**
 * The digest in quarantine that the request would return, directly or inside an index. A registry can also return a
 * manifest as a layer.
 */
async function quarantinedIn(
  services: Services,
  guarded: GuardedRegistry,
  { name, target, reference = '' }: RepositoryRequest,
  reasons: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  if (reasons.has(reference)) return reference;
  if (target === 'blob') return undefined;
  const place = placeOf(services, guarded, name);
  const waiting = [reference];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    seen.add(next);
    if (seen.size > LOOKED_AT_MOST)
      throw new DomainError('forbidden', { reason: 'this index contains too many others to be checked' });
    const facts = await services.manifests.read(place, next);
    const found = facts && brought(facts).find((digest) => reasons.has(digest));
    if (found !== undefined) return found;
    const indexes = facts?.lists.filter(({ digest, isIndex }) => isIndex && isDigest(digest)) ?? [];
    waiting.push(...indexes.map(({ digest }) => digest).filter((digest) => !seen.has(digest)));
  }
  return undefined;
}

function brought({ digests, lists }: ManifestFacts): readonly string[] {
  return [...digests, ...lists.map(({ digest }) => digest)];
}

/**
 * With a registry token that only the registry gets. Without a known address of the registry, nothing can be said about
 * a tag.
 */
function placeOf(
  { registryTokens }: Services,
  { registry, upstream }: GuardedRegistry,
  repository: string,
): ManifestPlace {
  const address = upstream ?? registry.internalUrl;
  if (address === null) throw new DomainError('unavailable', { what: 'registry' });
  const pull = { type: 'repository', name: repository, actions: ['pull'] } as const;
  const claims = { subject: '', access: [pull], credential: { type: 'anonymous' } } as const;
  const { token } = registryTokens.sign(registry, claims);
  return { address, repository, token };
}
