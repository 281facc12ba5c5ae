import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { administer } from '../access/administer.ts';
import { type Caller, OPERATOR } from '../access/caller.ts';
import { type Change, subjectOf } from '../access/change.ts';
import { changeRegistry } from '../registries/registries.ts';
import { type GateConfigurationInput, gateConfiguration } from './gate-configuration.ts';

export interface SetUpGateInput extends Pick<GateConfigurationInput, 'proxy' | 'upstream' | 'lanyard' | 'alone'> {
  /** The name of the registry. */
  readonly name: string;
  /** The public host of the registry. Default: its first known host. */
  readonly host: string | undefined;
  /** Makes a new secret. From then on, a proxy with the old one is refused. */
  readonly renewSecret: boolean;
}

/**
 * Gives the registry a gate if it has none yet, and returns the configuration of the proxy in front of it, with the
 * secret. For administrators and the operator. Errors: `forbidden`, `not-found`, `invalid-input`.
 */
export async function setUpGate(services: Services, caller: Caller, input: SetUpGateInput): Promise<string> {
  const registry = await administer(services, caller, (change) => haveSecret(change, input));
  await services.registryTokens.refresh();
  return gateConfiguration({
    ...input,
    host: hostOf(input, registry),
    registry,
    secret: requireSecret(services, registry),
  });
}

async function haveSecret(
  { records, now, audit }: Change,
  { name, renewSecret }: Pick<SetUpGateInput, 'name' | 'renewSecret'>,
): Promise<Registry> {
  const found = await records.registries.lock(name);
  if (!found) throw new DomainError('not-found', { what: `registry ${name}` });
  if (found.gateSecretMadeAt !== null && !renewSecret) return found;
  await records.registries.setGateSecretMadeAt(found.id, now);
  await audit('registry.gate-secret-made', subjectOf('registry', found, null));
  return { ...found, gateSecretMadeAt: now };
}

/**
 * Called when the built-in gate starts in front of a registry. From now on, other parts rely on a gate there, and on
 * the address where it reaches the registry, unless the operator gave a better one. Errors: `not-found`.
 */
export async function noteBuiltInGate(
  services: Services,
  { registry: name, upstream }: { readonly registry: string; readonly upstream: string },
): Promise<void> {
  await administer(services, OPERATOR, async (change) => {
    const registry = await haveSecret(change, { name, renewSecret: false });
    // In the same transaction: an address that the operator gives at this moment must not be replaced.
    if (registry.internalUrl === null) await changeRegistry(change, registry, { internalUrl: upstream });
  });
  await services.registryTokens.refresh();
}

function hostOf({ host }: SetUpGateInput, { hosts }: Registry): string {
  const chosen = host ?? hosts[0];
  if (chosen !== undefined) return chosen;
  throw new DomainError('invalid-input', { field: 'host', reason: 'is missing, and the registry has no host either' });
}

function requireSecret({ gateSecrets }: Services, registry: Registry) {
  const secret = gateSecrets.secretOf(registry);
  if (!secret) throw new Error('a gate without a secret');
  return secret;
}
