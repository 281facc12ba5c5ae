import { DomainError } from '@lanyard/core/domain-error';
import { HostFault, parseRegistryHost } from '@lanyard/core/registries/registry-host';
import type { Services } from '../../services.ts';
import type { Reads } from '../../store/store.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireSignedIn } from '../access/permissions.ts';

const MAXIMUM_HOSTS = 20;

/** Returns the canonical form of the hosts, each once. Errors: `invalid-input`. */
export function requireHosts(texts: readonly string[]): readonly string[] {
  if (texts.length > MAXIMUM_HOSTS) throw invalid(`must be ${MAXIMUM_HOSTS} at most`);
  return [...new Set(texts.map(requireHost))];
}

function requireHost(text: string): string {
  try {
    return parseRegistryHost(text);
  } catch (error) {
    if (error instanceof HostFault) throw invalid(`must be HOST or HOST:PORT, but in one of them ${error.message}`);
    throw error;
  }
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'hosts', reason });
}

const MAXIMUM_URL_LENGTH = 300;

/** Checks an address that only this server uses: scheme, host and port. It can be private. Errors: `invalid-input`. */
export function requireInternalUrl(text: string): string {
  const url = text.length > MAXIMUM_URL_LENGTH ? null : URL.parse(text.trim());
  const isPlain = url && ['http:', 'https:'].includes(url.protocol);
  if (isPlain && `${url.username}${url.password}${url.pathname}${url.search}${url.hash}` === '/') return url.origin;
  const reason = 'must be http or https with a host and perhaps a port, such as http://10.0.0.5:5000';
  throw new DomainError('invalid-input', { field: 'internalUrl', reason });
}

/**
 * Decides whether a command line may get a token for the registry at this host. Any registry can name this server as
 * its realm, and a token that is sent to it is valid for all other registries (attack 45). Returns `unknown` while a
 * registry has no host yet. The page of approval then asks the person. Errors: `oauth` invalid_target for every other
 * host.
 */
export async function recognizeHost(
  { publicUrl }: Pick<Services, 'publicUrl'>,
  { registries }: Pick<Reads, 'registries'>,
  host: string,
): Promise<'known' | 'unknown'> {
  if (!isCanonical(host)) throw unknown('it is not HOST or HOST:PORT in small letters');
  const all = await registries.list();
  if (host === new URL(publicUrl).host || all.some(({ hosts }) => hosts.includes(host))) return 'known';
  if (all.some(({ hosts }) => hosts.length === 0)) return 'unknown';
  throw unknown(`no registry of this server is at ${host}; if one is, an administrator can add its address`);
}

const HOSTS_NAMED = 3;

/** The hosts of this server's registries, for clients that ask this server for an image. Only the first ones. */
export async function listRegistryHosts({ store }: Services): Promise<readonly string[]> {
  const registries = await store.read.registries.list();
  return registries.flatMap(({ hosts }) => hosts.slice(0, 1)).slice(0, HOSTS_NAMED);
}

export interface RegistryAddress {
  readonly name: string;
  /** The host that people type. Null until an administrator sets it. */
  readonly host: string | null;
}

/**
 * For the lines that people copy. Everybody who is signed in may read it, because the server also sends it to anyone
 * who asks it for an image.
 */
export async function listRegistryAddresses(
  services: Services,
  caller: AccountCaller,
): Promise<readonly RegistryAddress[]> {
  requireSignedIn(caller);
  const registries = await look(services, caller).records.registries.list();
  return registries.map(({ name, hosts: [host = null] }) => ({ name, host }));
}

/** A command line sends the host in the form under which it stores the token. */
function isCanonical(host: string): boolean {
  try {
    return parseRegistryHost(host) === host;
  } catch (error) {
    if (error instanceof HostFault) return false;
    throw error;
  }
}

function unknown(reason: string): DomainError {
  return new DomainError('oauth', {
    error: 'invalid_target',
    description: `no access token for this registry: ${reason}`,
  });
}
