import { DomainError } from '@lanyard/core/domain-error';
import { isDigest } from '@lanyard/core/gate/registry-request';
import type { ManifestFacts } from '../../outbound/registry-manifests.ts';
import type { Services } from '../../services.ts';
import type { ImagePlace } from '../../store/records/images/images.ts';

/**
 * Refuses an image that was never scanned to its end. An index passes, because a client asks for each image in it. What
 * this server does not know yet was pushed a moment ago, or its registry is not connected. Errors: `forbidden`,
 * `unavailable`.
 */
export async function requireScanned(
  { store }: Pick<Services, 'store'>,
  place: ImagePlace,
  reference: string,
  read: () => Promise<ManifestFacts | undefined>,
): Promise<void> {
  const known = isDigest(reference) ? await store.read.images.byDigest(place, reference) : undefined;
  const facts = known ? undefined : await read();
  // The registry has nothing of this name, and says so itself.
  if (!known && !facts) return;
  if (known?.kind === 'index' || (facts && facts.lists.length > 0)) return;
  const [digest = reference] = facts?.digests ?? [];
  const image = known ?? (await store.read.images.byDigest(place, digest));
  if (image && image.verdict !== 'waiting' && image.verdict !== 'failed') return;
  const why = image?.verdict === 'failed' ? 'its first scan failed and is tried again' : 'it was not scanned yet';
  throw new DomainError('forbidden', { reason: `nobody can pull this image now: ${why}` });
}
