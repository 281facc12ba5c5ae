import { DomainError } from '@lanyard/core/domain-error';
import { isNamespace } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Registry, RegistryKind } from '../../store/records/registries.ts';
import type { Caller } from '../access/caller.ts';
import { type AuditSubject, look, subjectOf, transact } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';

/** Characters that need no quotes in a challenge, in a URL or in YAML. */
const SERVICE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?$/;
export const REGISTRY_KINDS = ['distribution', 'zot'] as const satisfies readonly RegistryKind[];
export const MINIMUM_TTL_SECONDS = 60;
export const MAXIMUM_TTL_SECONDS = 900;
export const DEFAULT_TTL_SECONDS = 300;

/** Oldest first, for administrators and the operator. Errors: `forbidden`. */
export async function listRegistries(services: Services, caller: Caller): Promise<readonly Registry[]> {
  requireAdministrator(caller);
  return look(services, caller).records.registries.list();
}

export interface RegistryWithCertificate {
  readonly registry: Registry;
  /** PEM of what the registry has to trust. */
  readonly trustedCertificatePem: string;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`. */
export async function showRegistry(services: Services, caller: Caller, name: string): Promise<RegistryWithCertificate> {
  requireAdministrator(caller);
  const registry = found(await look(services, caller).records.registries.byName(name));
  // Another process may have made it just now: its chain is not known here before keys are read again.
  if (!services.registryTokens.registryOf(registry.service)) await services.registryTokens.refresh();
  return { registry, trustedCertificatePem: services.registryTokens.trustedCertificate(registry) };
}

export interface CreateRegistryInput {
  readonly name: string;
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
}

/** A registry with a signing chain of its own. Errors: `forbidden`, `invalid-input`, `conflict`. */
export async function createRegistry(
  services: Services,
  caller: Caller,
  input: CreateRegistryInput,
): Promise<Registry> {
  requireAdministrator(caller);
  const { name, service, kind, tokenTtlSeconds } = requireRegistryInput(input);
  const registry = await transact(services, caller, async ({ records, now, newId, audit }) => {
    const made = { id: newId(), name, service, kind, tokenTtlSeconds, leafNotBefore: 0, createdAt: now };
    await records.registries.insert(made);
    await audit('registry.created', registrySubject(made), { service, kind, tokenTtlSeconds });
    return made;
  });
  await services.registryTokens.refresh();
  return registry;
}

function requireRegistryInput(input: CreateRegistryInput): CreateRegistryInput {
  const { name, service, kind, tokenTtlSeconds } = input;
  if (!isNamespace(name)) throw invalid('name', 'must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (!SERVICE_PATTERN.test(service)) throw invalid('service', 'must be 1 to 128 letters, digits and inner . _ : / -');
  if (!REGISTRY_KINDS.includes(kind)) throw invalid('kind', `must be ${REGISTRY_KINDS.join(' or ')}`);
  if (isTtl(tokenTtlSeconds)) return input;
  throw invalid('tokenTtlSeconds', `must be ${MINIMUM_TTL_SECONDS} to ${MAXIMUM_TTL_SECONDS}`);
}

function isTtl(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= MINIMUM_TTL_SECONDS && seconds <= MAXIMUM_TTL_SECONDS;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

/**
 * Replaces the signing leaf at once in this process, and in every other when it next reads the registries. The root
 * stays, so no registry is restarted. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`, `conflict` for a fixed key.
 */
export async function rotateRegistryKeys(services: Services, caller: Caller, name: string): Promise<Registry> {
  requireAdministrator(caller);
  requireFreshSignIn(look(services, caller));
  const rotated = await transact(services, caller, async ({ records, now: leafNotBefore, audit }) => {
    const registry = found(await records.registries.byName(name));
    requireRotating(registry);
    await records.registries.setLeafNotBefore(registry.id, leafNotBefore);
    await audit('registry.keys-rotated', registrySubject(registry));
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

function found(registry: Registry | undefined): Registry {
  if (registry) return registry;
  throw new DomainError('not-found', { what: 'registry' });
}

/** A registry concerns the whole server: its events are in no namespace's log. */
function registrySubject(registry: Registry): AuditSubject {
  return subjectOf('registry', registry, null);
}
