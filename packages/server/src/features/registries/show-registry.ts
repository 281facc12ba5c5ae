import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries.ts';
import type { Caller } from '../access/caller.ts';
import { requireAdministrator } from '../access/permissions.ts';

export interface RegistryWithCertificate {
  readonly registry: Registry;
  /** PEM of what the registry has to trust. */
  readonly trustedCertificatePem: string;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`. */
export async function showRegistry(services: Services, caller: Caller, name: string): Promise<RegistryWithCertificate> {
  requireAdministrator(caller);
  const registry = await services.store.read.registries.byName(name);
  if (!registry) throw new DomainError('not-found', { what: 'registry' });
  // Another process may have made it just now: its chain is not known here before keys are read again.
  if (!services.registryTokens.registryOf(registry.service)) await services.registryTokens.refresh();
  return { registry, trustedCertificatePem: services.registryTokens.trustedCertificate(registry) };
}
