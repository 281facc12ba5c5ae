import { DomainError } from '@lanyard/core/domain-error';
import { CATALOG_ACCESS } from '@lanyard/core/registry-tokens/registry-access';
import { ZOT_CATALOG_ACCESS } from '@lanyard/core/registry-tokens/zot-catalog';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Caller } from '../access/caller.ts';
import { type RegistryChanges, setRegistry, showRegistry } from './registries.ts';

/**
 * Where this server reaches a registry by default: its internal address, or its first host. Errors: those of
 * `showRegistry`, `invalid-input`.
 */
export async function addressOfRegistry(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  return registry.internalUrl ?? firstAddress(registry);
}

/**
 * Makes an administrator's changes. Refuses an internal address that leads back to the gate, because the gate would
 * then ask itself about its own questions. Errors: those of `setRegistry`.
 */
export async function changeRegistry(
  services: Services,
  caller: Caller,
  name: string,
  input: RegistryChanges,
): Promise<Registry> {
  const { registry } = await showRegistry(services, caller, name);
  const { internalUrl } = input;
  if (internalUrl && internalUrl !== registry.internalUrl && registry.gateSecretMadeAt !== null) {
    const { status } = await services.registryProbe.ask(internalUrl, await revokedToken(services, caller, name));
    const reason = `answered ${status} to a token that only a gate refuses: the gate answers there`;
    if (status !== 200) throw new DomainError('invalid-input', { field: 'internalUrl', reason });
  }
  return setRegistry(services, caller, name, input);
}

/**
 * The address at which a registry is tested. With a gate it is where clients reach it, because behind the gate the
 * registry may accept everybody.
 */
export function addressToTest(registry: Registry): string {
  const { internalUrl, gateSecretMadeAt } = registry;
  return internalUrl !== null && gateSecretMadeAt === null ? internalUrl : firstAddress(registry);
}

/** Like docker: https, and http only for this machine. */
export function publicAddress(host: string): string {
  return `${/^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/.test(host) ? 'http' : 'https'}://${host}`;
}

function firstAddress({ hosts: [host] }: Registry): string {
  if (host !== undefined) return publicAddress(host);
  throw new DomainError('invalid-input', { field: 'url', reason: 'is needed, because the registry has no host yet' });
}

/** The token belongs to no account, so no gate accepts it. */
const NOBODY = { type: 'anonymous' } as const;

/** A registry token for the catalogue, for this server's own request. Errors: those of `showRegistry`. */
export async function catalogToken(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  const access = [registry.kind === 'zot' ? ZOT_CATALOG_ACCESS : CATALOG_ACCESS];
  return (await services.registryTokens.sign(registry, { subject: 'operator', access, credential: NOBODY })).token;
}

/**
 * A registry token whose access token no longer exists. A registry without a gate accepts it, because it checks only
 * signatures. A gate refuses it. Errors: those of `showRegistry`.
 */
export async function revokedToken(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  const credential = { type: 'token', id: services.random.uuid() } as const;
  return (await services.registryTokens.sign(registry, { subject: 'operator', access: [], credential })).token;
}
