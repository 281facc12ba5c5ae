import { DomainError } from '@lanyard/core/domain-error';
import type { RegistryProbe } from '../../outbound/probe-registry.ts';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Caller } from '../access/caller.ts';
import { addressToTest, catalogToken, revokedToken } from './reach-registry.ts';
import { notePastGate, showRegistry } from './registries.ts';
import { isPassage } from './test-gates.ts';

/** A check that passed has neither a fault nor a note. */
export interface RegistryCheck {
  readonly what: string;
  readonly fault?: string | undefined;
  /** Information that is not a fault. */
  readonly note?: string | undefined;
}

export interface RegistryTest {
  /** The address that was tested. */
  readonly address: string;
  readonly checks: readonly RegistryCheck[];
}

/**
 * Tests whether a registry sends its clients to this server, and whether it accepts the tokens that this server signs.
 * Over HTTP the address is the stored one, because a caller must not choose an address without an event. Errors: those
 * of `showRegistry`, and `invalid-input` if the registry does not answer or has no address.
 */
export async function testRegistry(
  services: Services,
  caller: Caller,
  { name, url }: { readonly name: string; readonly url?: string | undefined },
): Promise<RegistryTest> {
  const { registry } = await showRegistry(services, caller, name);
  const address = url ?? addressToTest(registry);
  const { ask } = services.registryProbe;
  const token = await catalogToken(services, caller, name);
  const asked = await ask(address);
  const withToken = await ask(address, token);
  const realm = `${services.publicUrl}/token`;
  const expired = await ask(address, changed(token));
  const revoked = await ask(address, await revokedToken(services, caller, name));
  // Behind the gate, the registry may accept such a token.
  const isBefore = registry.gateSecretMadeAt !== null && address !== registry.internalUrl;
  const isPast = isPassage(revoked.status);
  if (isBefore && isPast !== undefined) await notePastGate(services, caller, name, isPast);
  return {
    address,
    checks: [
      ...checksOf(registry, realm, asked, withToken),
      ...gateChecks(registry, revoked),
      uploadCheck(registry, expired),
      ...cacheChecks(services, registry, realm),
    ],
  };
}

/** The same for a page. Here an unreachable registry is a result like any other. */
export async function testStoredRegistry(services: Services, caller: Caller, name: string): Promise<RegistryTest> {
  const { registry } = await showRegistry(services, caller, name);
  try {
    return await testRegistry(services, caller, { name });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid-input') throw error;
    const { reason } = error.data as { readonly reason: string };
    const address = registry.internalUrl ?? registry.hosts[0] ?? '';
    return { address, checks: [{ what: 'it answers', fault: reason }] };
  }
}

function checksOf(
  registry: Registry,
  realm: string,
  asked: RegistryProbe,
  withToken: RegistryProbe,
): readonly RegistryCheck[] {
  const printed = `print its configuration with "registry config ${registry.name}"`;
  const isGuarded = asked.status === 401;
  return [
    {
      what: 'it asks for a registry token',
      fault: isGuarded
        ? undefined
        : `it answered ${asked.status} to a request without a token, where 401 is right; ${printed}`,
    },
    {
      what: `its realm is ${realm}`,
      fault: asked.realm === realm ? undefined : `it names ${shown(asked.realm)}; ${printed}`,
    },
    {
      what: `its service is ${registry.service}`,
      fault: asked.service === registry.service ? undefined : `it names ${shown(asked.service)}; ${printed}`,
    },
    {
      what: 'it accepts a token of this server',
      fault:
        withToken.status === 200
          ? undefined
          : `it answered ${withToken.status}; it needs the certificate of "registry root ${registry.name}"`,
    },
  ];
}

/** Anyone who bypasses the gate can still use what was revoked. */
function gateChecks({ gateSecretMadeAt }: Registry, { status }: RegistryProbe): readonly RegistryCheck[] {
  if (gateSecretMadeAt === null) return [];
  const past =
    'it accepted a revoked token, so clients can bypass the gate at this address; let only the gate reach it';
  return [{ what: 'no request bypasses its gate', fault: status === 401 ? undefined : past }];
}

/** A token with a wrong signature. Registries answer it like an expired one. */
function changed(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, [...signature].reverse().join('')].join('.');
}

/** zot then sends no challenge, and crane and oras fail in the middle of an upload. */
function uploadCheck({ tokenTtlSeconds, pushTokenTtlSeconds }: Registry, { status, realm }: RegistryProbe) {
  const what = 'clients get a new token when their token expires during an upload';
  if (status === 401 && realm !== undefined) return { what };
  const seconds = pushTokenTtlSeconds ?? tokenTtlSeconds;
  return { what, note: `it sends no challenge then, so an upload with crane or oras must end within ${seconds} s` };
}

/** The text of a registry can contain anything. */
function shown(text: string | undefined): string {
  return text === undefined ? 'none' : text.slice(0, 200).replace(/[^\x20-\x7e]/g, '?');
}

/** Caches of Distribution accept a realm only at the upstream's own address, or in the same registrable domain. */
function cacheChecks(services: Services, { name, hosts }: Registry, realm: string): readonly RegistryCheck[] {
  const what = 'a pull-through cache can use it as its upstream';
  if (hosts.length === 0) return [{ what, note: `set its address first, with "registry set-hosts ${name}"` }];
  const foreign = hosts.filter((host) => !isRealmTaken(services, host, new URL(realm)));
  if (foreign.length === 0) return [{ what }];
  const note = `not at ${foreign.join(', ')}: current caches accept only a realm in the same registrable domain`;
  return [{ what, note }];
}

function isRealmTaken({ registryProbe }: Services, registryHost: string, { host, hostname }: URL): boolean {
  if (registryHost === host) return true;
  const domain = registryProbe.registrableDomain(registryHost);
  return domain !== null && domain === registryProbe.registrableDomain(hostname);
}
