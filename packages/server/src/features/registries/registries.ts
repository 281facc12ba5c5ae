import { DomainError } from '@lanyard/core/domain-error';
import {
  type Guard,
  MAXIMUM_TTL_SECONDS,
  MINIMUM_TTL_SECONDS,
  maximumPushTtlSeconds,
  type TokenLifetimes,
} from '@lanyard/core/registries/token-lifetimes';
import { isPlainName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Registry, RegistryKind } from '../../store/records/registries/registries.ts';
import { administer } from '../access/administer.ts';
import { type Caller, OPERATOR } from '../access/caller.ts';
import { type AuditSubject, look, subjectOf } from '../access/change.ts';
import { requireAdministrator } from '../access/permissions.ts';
import { requireHosts, requireInternalUrl } from './registry-hosts.ts';

/** Characters that need no quotes in a challenge, in a URL or in YAML. */
const SERVICE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?$/;
export const REGISTRY_KINDS = ['distribution', 'zot'] as const satisfies readonly RegistryKind[];
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
  const registry = requireRegistry(await look(services, caller).records.registries.byName(name));
  // Another process may have made it just now: its chain is not known here before keys are read again.
  if (!services.registryTokens.registryOf(registry.service)) await services.registryTokens.refresh();
  return { registry, trustedCertificatePem: services.registryTokens.trustedCertificate(registry) };
}

export interface CreateRegistryInput {
  readonly name: string;
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  /** Of tokens that let push; null for the same. */
  readonly pushTokenTtlSeconds: number | null;
  /** Where clients reach it; none where it is not known yet. */
  readonly hosts: readonly string[];
  /** Where this server reaches it; null for its first host. */
  readonly internalUrl: string | null;
}

/** A registry with a signing chain of its own. Errors: `forbidden`, `invalid-input`, `conflict`. */
export async function createRegistry(
  services: Services,
  caller: Caller,
  input: CreateRegistryInput,
): Promise<Registry> {
  requireAdministrator(caller);
  const { name, service, kind, tokenTtlSeconds, pushTokenTtlSeconds, hosts, internalUrl } = requireRegistryInput(input);
  const registry = await administer(services, caller, async ({ records, now, newId, audit }) => {
    const made = {
      id: newId(),
      name,
      service,
      kind,
      tokenTtlSeconds,
      pushTokenTtlSeconds,
      hosts,
      internalUrl,
      leafNotBefore: 0,
      gateSecretMadeAt: null,
      lastUsedAt: null,
      pastGateSeenAt: null,
      createdAt: now,
    };
    await records.registries.insert(made);
    await audit('registry.created', registrySubject(made), {
      service,
      kind,
      tokenTtlSeconds,
      pushTokenTtlSeconds,
      hosts,
      internalUrl,
    });
    return made;
  });
  await services.registryTokens.refresh();
  return registry;
}

function requireRegistryInput(input: CreateRegistryInput): CreateRegistryInput {
  const { name, service, kind, tokenTtlSeconds, pushTokenTtlSeconds } = input;
  if (!isPlainName(name)) throw invalid('name', 'must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (!SERVICE_PATTERN.test(service)) throw invalid('service', 'must be 1 to 128 letters, digits and inner . _ : / -');
  if (!REGISTRY_KINDS.includes(kind)) throw invalid('kind', `must be ${REGISTRY_KINDS.join(' or ')}`);
  const internalUrl = input.internalUrl === null ? null : requireInternalUrl(input.internalUrl);
  requireTtls({ tokenTtlSeconds, pushTokenTtlSeconds }, UNGUARDED);
  return { ...input, hosts: requireHosts(input.hosts), internalUrl };
}

/** A new registry has no gate yet. */
const UNGUARDED: Guard = { gateSecretMadeAt: null, pastGateSeenAt: null };

function requireTtls({ tokenTtlSeconds, pushTokenTtlSeconds }: TokenLifetimes, guard: Guard): void {
  const maximum = maximumPushTtlSeconds(guard);
  const range = `must be ${MINIMUM_TTL_SECONDS} to`;
  if (!isTtl(tokenTtlSeconds, MAXIMUM_TTL_SECONDS)) throw invalid('tokenTtlSeconds', `${range} ${MAXIMUM_TTL_SECONDS}`);
  if (pushTokenTtlSeconds === null || isTtl(pushTokenTtlSeconds, maximum)) return;
  const more = maximum === MAXIMUM_TTL_SECONDS ? ', because no gate ends such a token' : '';
  throw invalid('pushTokenTtlSeconds', `${range} ${maximum}${more}`);
}

function isTtl(seconds: number, maximum: number): boolean {
  return Number.isInteger(seconds) && seconds >= MINIMUM_TTL_SECONDS && seconds <= maximum;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}

export interface RegistryChanges {
  /** Where clients reach it, in place of what was set before. */
  readonly hosts?: readonly string[] | undefined;
  /** Where this server reaches it; null for its first host. */
  readonly internalUrl?: string | null | undefined;
  /** How long tokens of it are valid. */
  readonly tokenTtlSeconds?: number | undefined;
  /** Null for the same as others. More than 900 s only behind a gate that nobody gets past. */
  readonly pushTokenTtlSeconds?: number | null | undefined;
}

/**
 * Changes what is given, all or nothing, with one event. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`,
 * `invalid-input`.
 */
export async function setRegistry(
  services: Services,
  caller: Caller,
  name: string,
  changes: RegistryChanges,
): Promise<Registry> {
  const changed = await administer(services, caller, async ({ records, audit }) => {
    const registry = requireRegistry(await records.registries.lock(name));
    const addresses = movedTo(registry, changes);
    const lifetimes = livingFor(registry, changes);
    if (addresses) await records.registries.setAddresses(registry.id, addresses.after);
    if (lifetimes) await records.registries.setTtls(registry.id, lifetimes.after);
    if (!addresses && !lifetimes) return registry;
    await audit('registry.changed', registrySubject(registry), { ...addresses?.facts, ...lifetimes?.facts });
    return { ...registry, ...addresses?.after, ...lifetimes?.after };
  });
  await services.registryTokens.refresh();
  return changed;
}

/** Undefined where it is there already. Errors: `invalid-input`. */
function movedTo({ hosts: hostsBefore, internalUrl: before }: Registry, changes: RegistryChanges) {
  const hosts = changes.hosts ? requireHosts(changes.hosts) : hostsBefore;
  const given = changes.internalUrl ? requireInternalUrl(changes.internalUrl) : changes.internalUrl;
  const internalUrl = given === undefined ? before : given;
  if (JSON.stringify([hosts, internalUrl]) === JSON.stringify([hostsBefore, before])) return undefined;
  const ofHosts = changes.hosts && { hosts, hostsBefore };
  const ofUrl = internalUrl !== before && { internalUrl, before };
  return { after: { hosts, internalUrl }, facts: { ...ofHosts, ...ofUrl } };
}

/** The same for its tokens. Errors: `invalid-input`. */
function livingFor(registry: Registry, changes: RegistryChanges) {
  const { tokenTtlSeconds: before, pushTokenTtlSeconds: pushBefore } = registry;
  const { tokenTtlSeconds = before, pushTokenTtlSeconds = pushBefore } = changes;
  if (changes.tokenTtlSeconds === undefined && changes.pushTokenTtlSeconds === undefined) return undefined;
  const after = { tokenTtlSeconds, pushTokenTtlSeconds };
  requireTtls(after, registry);
  if (tokenTtlSeconds === before && pushTokenTtlSeconds === pushBefore) return undefined;
  const facts = { ...after, tokenTtlSecondsBefore: before, pushTokenTtlSecondsBefore: pushBefore };
  return { after, facts };
}

/**
 * What a test found out: where clients get past the gate, tokens that live longer than 900 s are no longer given out. By
 * anyone who may test. Errors: `forbidden`, `not-found`.
 */
export async function notePastGate(services: Services, caller: Caller, name: string, isPast: boolean): Promise<void> {
  await administer(services, caller, async ({ records, now, audit }) => {
    const registry = requireRegistry(await records.registries.lock(name));
    if ((registry.pastGateSeenAt !== null) === isPast) return;
    await records.registries.setPastGateSeenAt(registry.id, isPast ? now : null);
    await audit('registry.gate-tested', registrySubject(registry), { isPast });
  });
  await services.registryTokens.refresh();
}

/** The internal address alone, by the operator. Errors: `not-found`, `invalid-input`. */
export function setInternalUrl(services: Services, name: string, internalUrl: string): Promise<Registry> {
  return setRegistry(services, OPERATOR, name, { internalUrl });
}

/**
 * Replaces the signing leaf at once in this process, and in every other when it next reads the registries. The root
 * stays, so no registry is restarted. Errors: `forbidden`, `not-found`, `conflict` for a fixed key.
 */
export async function rotateRegistryKeys(services: Services, caller: Caller, name: string): Promise<Registry> {
  const rotated = await administer(services, caller, async ({ records, now: leafNotBefore, audit }) => {
    const registry = requireRegistry(await records.registries.lock(name));
    requireRotating(registry);
    await records.registries.setLeafNotBefore(registry.id, leafNotBefore);
    await audit('registry.keys-rotated', registrySubject(registry));
    return { ...registry, leafNotBefore };
  });
  await services.registryTokens.refresh();
  return rotated;
}

/**
 * Another key for a zot, because somebody else has the former one: that is deleted, and nothing signs with it any more. zot
 * refuses everybody until it has the new certificate and was restarted. Errors: `forbidden`, `not-found`, `conflict`.
 */
export async function replaceRegistryKey(services: Services, caller: Caller, name: string): Promise<Registry> {
  const replaced = await administer(services, caller, async ({ records, now: leafNotBefore, audit }) => {
    const registry = requireRegistry(await records.registries.lock(name));
    if (registry.kind !== 'zot') throw new DomainError('conflict', { reason: 'its signing leaf rotates; use rotate' });
    await records.signingKeys.deleteFixed(registry.id);
    await records.registries.setLeafNotBefore(registry.id, leafNotBefore);
    await audit('registry.keys-rotated', registrySubject(registry));
    return { ...registry, leafNotBefore };
  });
  await services.registryTokens.refresh();
  return replaced;
}

/** zot loads one public key at its start. */
function requireRotating({ kind }: Registry): void {
  if (kind === 'distribution') return;
  throw new DomainError('conflict', { reason: 'a registry of kind zot has one fixed key, which does not rotate' });
}

function requireRegistry(registry: Registry | undefined): Registry {
  if (registry) return registry;
  throw new DomainError('not-found', { what: 'registry' });
}

/** A registry concerns the whole server: its events are in no namespace's log. */
function registrySubject(registry: Registry): AuditSubject {
  return subjectOf('registry', registry, null);
}
