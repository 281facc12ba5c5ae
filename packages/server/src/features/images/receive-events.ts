import { DomainError } from '@lanyard/core/domain-error';
import { hintsOf } from '@lanyard/core/images/registry-events';
import { parseRepositoryName } from '@lanyard/core/repositories/repository';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { ImageHint } from '../../store/records/images/image-hints.ts';

/**
 * Stores hints that something may have changed, which the server then looks up in the registry. An event that is
 * forged, lost, old or repeated changes only the time of that look-up. Errors: `unauthenticated`.
 */
export async function receiveEvents(services: Services, name: string, secret: Secret, body: unknown): Promise<void> {
  const { store, clock, eventSecrets, registryTokens } = services;
  const registry = registryTokens.registryNamed(name);
  const connection = registry && (await store.read.registryConnections.of(registry.id));
  // A registry that is not connected and a wrong secret get the same answer.
  if (!connection || !eventSecrets.accepts(connection, secret)) throw new DomainError('unauthenticated', {});
  const now = clock.now();
  const hints: Pick<ImageHint, 'registryId' | 'repository' | 'reference' | 'dueAt'>[] = [];
  for (const { repository, reference } of hintsOf(body)) {
    if (await isKnown(services, repository)) hints.push({ registryId: registry.id, repository, reference, dueAt: now });
  }
  if (hints.length > 0) await store.transaction((records) => records.imageHints.insert(hints));
}

/** A repository without a record belongs to nobody, because each push through the token endpoint creates a record. */
export async function isKnown({ store }: Services, repository: string): Promise<boolean> {
  const parsed = parseRepositoryName(repository);
  return parsed !== undefined && (await store.read.repositories.byName(parsed.namespace, parsed.name)) !== undefined;
}
