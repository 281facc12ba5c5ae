import { DomainError } from '@lanyard/core/domain-error';
import { isNamespace } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Registry, RegistryKind } from '../../store/records/registries.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireAdministrator } from '../access/permissions.ts';

/** What stands unquoted in a challenge, a URL and a YAML file alike. */
const SERVICE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?$/;
const MINIMUM_TTL_SECONDS = 60;
const MAXIMUM_TTL_SECONDS = 900;
export const DEFAULT_TTL_SECONDS = 300;

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
  const createdAt = services.clock.now();
  const registry = { id: services.random.uuid(), ...requireRegistryInput(input), leafNotBefore: 0, createdAt };
  const { service, kind, tokenTtlSeconds } = registry;
  await services.store.transaction(async (records) => {
    await records.registries.insert(registry);
    const details = { action: 'registry.created', subject: partyOf('registry', registry), namespace: null } as const;
    const data = { service, kind, tokenTtlSeconds };
    await records.audit.append(auditEventOf(services, caller, { ...details, data }));
  });
  await services.registryTokens.refresh();
  return registry;
}

function requireRegistryInput({ name, service, kind, tokenTtlSeconds }: CreateRegistryInput): CreateRegistryInput {
  if (!isNamespace(name)) throw invalid('name', 'must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (!SERVICE_PATTERN.test(service)) throw invalid('service', 'must be 1 to 128 letters, digits and inner . _ : / -');
  if (kind !== 'distribution' && kind !== 'zot') throw invalid('kind', 'must be distribution or zot');
  if (isTtl(tokenTtlSeconds)) return { name, service, kind, tokenTtlSeconds };
  throw invalid('tokenTtlSeconds', `must be ${MINIMUM_TTL_SECONDS} to ${MAXIMUM_TTL_SECONDS}`);
}

function isTtl(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= MINIMUM_TTL_SECONDS && seconds <= MAXIMUM_TTL_SECONDS;
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
