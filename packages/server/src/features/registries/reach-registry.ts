import { DomainError } from '@lanyard/core/domain-error';
import { CATALOG_ACCESS } from '@lanyard/core/registry-tokens/registry-access';
import { ZOT_CATALOG_ACCESS } from '@lanyard/core/registry-tokens/zot-catalog';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Caller } from '../access/caller.ts';
import { type RegistryChanges, setRegistry, showRegistry } from './registries.ts';

/**
 * Where this server reaches a registry if nobody says otherwise: its internal address, or its first host. Errors: those of
 * `showRegistry`; `invalid-input`.
 */
export async function addressOfRegistry(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  return registry.internalUrl ?? publicAddress(registry);
}

/**
 * Changes what an administrator gives. An internal address that leads back to the gate would ask the gate about each
 * question of the gate. Errors: those of `setRegistry`.
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

/** Where a registry is tested: with a gate, where clients reach it, because behind the gate it may let everybody in. */
export function addressToTest(registry: Registry): string {
  const { internalUrl, gateSecretMadeAt } = registry;
  return internalUrl !== null && gateSecretMadeAt === null ? internalUrl : publicAddress(registry);
}

/** As docker does it: https, and http alone for this machine. */
function publicAddress({ hosts: [host] }: Registry): string {
  if (host !== undefined)
    return `${/^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/.test(host) ? 'http' : 'https'}://${host}`;
  throw new DomainError('invalid-input', { field: 'url', reason: 'is needed, because the registry has no host yet' });
}

/** The token stands for no account: a gate lets it through nowhere. */
const NOBODY = { type: 'anonymous' } as const;

/** A registry token for the catalogue, signed for ourselves. Errors: those of `showRegistry`. */
export async function catalogToken(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  const access = [registry.kind === 'zot' ? ZOT_CATALOG_ACCESS : CATALOG_ACCESS];
  return (await services.registryTokens.sign(registry, { subject: 'operator', access, credential: NOBODY })).token;
}

/**
 * One whose access token is gone: a registry alone takes it, because it knows signatures only, and a gate refuses it.
 * Errors: those of `showRegistry`.
 */
export async function revokedToken(services: Services, caller: Caller, name: string): Promise<string> {
  const { registry } = await showRegistry(services, caller, name);
  const credential = { type: 'token', id: services.random.uuid() } as const;
  return (await services.registryTokens.sign(registry, { subject: 'operator', access: [], credential })).token;
}
