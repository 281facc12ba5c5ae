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
import { type AuditSubject, type Change, look, subjectOf } from '../access/change.ts';
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
  /** The certificate that the registry must trust, in PEM. */
  readonly trustedCertificatePem: string;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`. */
export async function showRegistry(services: Services, caller: Caller, name: string): Promise<RegistryWithCertificate> {
  requireAdministrator(caller);
  const registry = requireRegistry(await look(services, caller).records.registries.byName(name));
  // Another process can have created it a moment ago. Then this process must read the keys again.
  if (!services.registryTokens.registryOf(registry.service)) await services.registryTokens.refresh();
  return { registry, trustedCertificatePem: services.registryTokens.trustedCertificate(registry) };
}

export interface CreateRegistryInput {
  readonly name: string;
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  /** For tokens that allow push. Null if they live as long as other tokens. */
  readonly pushTokenTtlSeconds: number | null;
  /** Where clients reach it. Empty if that is not known yet. */
  readonly hosts: readonly string[];
  /** Where this server reaches it. Null for its first host. */
  readonly internalUrl: string | null;
}

/** Creates a registry with its own signing chain. Errors: `forbidden`, `invalid-input`, `conflict`. */
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
      gateTestedAt: null,
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
  /** Where clients reach it. Replaces the previous hosts. */
  readonly hosts?: readonly string[] | undefined;
  /** Where this server reaches it. Null for its first host. */
  readonly internalUrl?: string | null | undefined;
  /** How long its tokens are valid. */
  readonly tokenTtlSeconds?: number | undefined;
  /** Null if they live as long as other tokens. More than 900 s need a gate that clients cannot bypass. */
  readonly pushTokenTtlSeconds?: number | null | undefined;
}

/**
 * Makes all given changes or none, with one event. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`,
 * `invalid-input`.
 */
export async function setRegistry(
  services: Services,
  caller: Caller,
  name: string,
  changes: RegistryChanges,
): Promise<Registry> {
  const changed = await administer(services, caller, async (change) => {
    const registry = requireRegistry(await change.records.registries.lock(name));
    return changeRegistry(change, registry, changes);
  });
  await services.registryTokens.refresh();
  return changed;
}

/** The same in the transaction of an administrator, with a registry that is locked. Errors: `invalid-input`. */
export async function changeRegistry(
  { records, audit }: Change,
  registry: Registry,
  changes: RegistryChanges,
): Promise<Registry> {
  const addresses = movedTo(registry, changes);
  const lifetimes = livingFor(registry, changes);
  if (addresses) await records.registries.setAddresses(registry.id, addresses.after);
  if (lifetimes) await records.registries.setTtls(registry.id, lifetimes.after);
  if (!addresses && !lifetimes) return registry;
  await audit('registry.changed', registrySubject(registry), { ...addresses?.facts, ...lifetimes?.facts });
  return { ...registry, ...addresses?.after, ...lifetimes?.after };
}

/** Undefined if nothing changes. Errors: `invalid-input`. */
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
 * Records a test's result that clients can bypass the gate. From then on, no token lives longer than 900 s. For anyone
 * who may run a test. Errors: `forbidden`, `not-found`.
 */
export async function notePastGate(services: Services, caller: Caller, name: string, isPast: boolean): Promise<void> {
  await administer(services, caller, async ({ records, now, audit, notify }) => {
    const registry = requireRegistry(await records.registries.lock(name));
    if ((registry.pastGateSeenAt !== null) === isPast) return;
    await records.registries.setPastGateSeenAt(registry.id, isPast ? now : null);
    await audit('registry.gate-tested', registrySubject(registry), { isPast });
    const accounts = isPast ? (await records.accounts.administrators()).map((account) => account.id) : [];
    await notify('gate-bypassed', { accounts }, { registry: name });
  });
  await services.registryTokens.refresh();
}

/** Sets only the internal address, for the operator. Errors: `not-found`, `invalid-input`. */
export function setInternalUrl(services: Services, name: string, internalUrl: string): Promise<Registry> {
  return setRegistry(services, OPERATOR, name, { internalUrl });
}

/**
 * Replaces the signing leaf, in this process at once, and in every other process when it next reads the registries. The
 * root stays, so no registry needs a restart. Errors: `forbidden`, `not-found`, `conflict` for a fixed key.
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
 * Makes a new key for a zot whose old key was stolen. The old key is deleted and signs nothing any more. zot refuses
 * everybody until it has the new certificate and was restarted. Errors: `forbidden`, `not-found`, `conflict`.
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

/** zot loads one public key when it starts. */
function requireRotating({ kind }: Registry): void {
  if (kind === 'distribution') return;
  throw new DomainError('conflict', { reason: 'a registry of kind zot has one fixed key, which does not rotate' });
}

function requireRegistry(registry: Registry | undefined): Registry {
  if (registry) return registry;
  throw new DomainError('not-found', { what: 'registry' });
}

/** A registry belongs to the whole server, so its events are in no namespace's log. */
function registrySubject(registry: Registry): AuditSubject {
  return subjectOf('registry', registry, null);
}
