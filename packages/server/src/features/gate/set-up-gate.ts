import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { administer } from '../access/administer.ts';
import { type Caller, OPERATOR } from '../access/caller.ts';
import { type Change, subjectOf } from '../access/change.ts';
import { setInternalUrl } from '../registries/registries.ts';
import { type GateConfigurationInput, gateConfiguration } from './gate-configuration.ts';

export interface SetUpGateInput extends Pick<GateConfigurationInput, 'proxy' | 'upstream' | 'lanyard' | 'alone'> {
  /** Of the registry. */
  readonly name: string;
  /** The public host of the registry; its first known host where it is left out. */
  readonly host: string | undefined;
  /** Makes the secret anew; a proxy with the one before is refused from then on. */
  readonly renewSecret: boolean;
}

/**
 * Gives the registry a gate, where it has none yet, and answers the configuration of the proxy in front of it, secret
 * included. For administrators and the operator. Errors: `forbidden`, `not-found`, `invalid-input`.
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
 * The built-in gate begins in front of a registry: from now on others count on a gate there, and on where it reaches the
 * registry, unless the operator said that better. Errors: `not-found`.
 */
export async function noteBuiltInGate(
  services: Services,
  { registry: name, upstream }: { readonly registry: string; readonly upstream: string },
): Promise<void> {
  const { internalUrl } = await administer(services, OPERATOR, (change) =>
    haveSecret(change, { name, renewSecret: false }),
  );
  if (internalUrl === null) await setInternalUrl(services, name, upstream);
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
