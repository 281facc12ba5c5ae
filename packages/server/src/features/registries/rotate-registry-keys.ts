import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';

/**
 * Replaces the signing leaf at once in this process, and in every other when it next reads the registries. The root
 * stays, so no registry is restarted. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`, `conflict` for a fixed key.
 */
export async function rotateRegistryKeys(services: Services, caller: Caller, name: string): Promise<Registry> {
  requireAdministrator(caller);
  requireFreshSignIn({ caller, now: services.clock.now() });
  const leafNotBefore = services.clock.now();
  const rotated = await services.store.transaction(async (records) => {
    const registry = await records.registries.byName(name);
    if (!registry) throw new DomainError('not-found', { what: 'registry' });
    requireRotating(registry);
    await records.registries.setLeafNotBefore(registry.id, leafNotBefore);
    const subject = partyOf('registry', registry);
    const details = { action: 'registry.keys-rotated', subject, namespace: null } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return { ...registry, leafNotBefore };
  });
  await services.registryTokens.refresh();
  return rotated;
}

/** zot loads one public key at its start. */
function requireRotating({ kind }: Registry): void {
  if (kind === 'distribution') return;
  throw new DomainError('conflict', { reason: 'a registry of kind zot has one fixed key, which does not rotate' });
}
