import { isIP } from 'node:net';
import { refused } from '../cli-error.ts';
import { hostName, isLoopback, registryHost } from '../registry-host.ts';

/**
 * The realm of a registry says where our secrets go, and a hostile registry must not gain from that (attack 25). The
 * realm must be https, or http if both are on this machine. It must be a name and not an address, unless it is the
 * registry's own host and port. It must not be this machine if the registry is on another one.
 */
export function requireSafeRealm(realm: string, registry: string): URL {
  const url = URL.parse(realm);
  if (!url) throw unsafe(registry, 'it is not a URL');
  if (url.username !== '' || url.password !== '') throw unsafe(registry, 'it has a user name');
  if (url.hash !== '') throw unsafe(registry, 'it has a fragment');
  const host = hostOf(url, registry);
  requireSafeScheme(url, host, registry);
  if (host === withPort(registry, url.protocol)) return url;
  if (isIP(hostName(host)) !== 0) throw unsafe(registry, 'it is an address instead of a name');
  if (isThisMachine(host) && !isLoopback(registry)) throw unsafe(registry, 'it points to this machine');
  return url;
}

/** Sign-in pages, and addresses that get secrets, must be on the server itself. */
export function requireSameOrigin(address: string, origin: string, what: string): string {
  const url = URL.parse(address);
  if (url?.origin === origin && url.username === '' && url.password === '') return url.href;
  throw refused(`${origin} names a ${what} that is not its own`, 'do not sign in there; ask its administrator');
}

function requireSafeScheme(url: URL, host: string, registry: string): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopback(registry) && isLoopback(host)) return;
  throw unsafe(registry, 'it is not https');
}

function isThisMachine(host: string): boolean {
  const name = hostName(host);
  return name === 'localhost' || name.endsWith('.localhost');
}

function hostOf(url: URL, registry: string): string {
  try {
    return withPort(registryHost(url.host), url.protocol);
  } catch {
    throw unsafe(registry, 'it names no host');
  }
}

/** A URL leaves out the default port of its scheme. */
function withPort(host: string, protocol: string): string {
  if (/:[0-9]+$/.test(host)) return host;
  return `${host}:${protocol === 'https:' ? 443 : 80}`;
}

function unsafe(registry: string, reason: string) {
  return refused(
    `${registry} sends its clients to an unsafe sign-in address: ${reason}`,
    'nothing was sent there; tell the administrator of the registry',
  );
}
