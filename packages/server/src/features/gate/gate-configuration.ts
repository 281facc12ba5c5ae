import { DomainError } from '@lanyard/core/domain-error';
import { parseRegistryHost } from '@lanyard/core/registries/registry-host';
import type { Secret } from '@lanyard/core/secret';
import type { Registry } from '../../store/records/registries/registries.ts';
import { CADDY } from './proxies/caddy.ts';
import { ENVOY } from './proxies/envoy.ts';
import { HAPROXY, HAPROXY_LUA } from './proxies/haproxy.ts';
import { NGINX } from './proxies/nginx.ts';
import type { ProxyFacts } from './proxies/proxy-facts.ts';
import { TRAEFIK } from './proxies/traefik.ts';

export const GATE_PROXIES = ['nginx', 'caddy', 'traefik', 'haproxy', 'haproxy-lua', 'envoy'] as const;
export type GateProxy = (typeof GATE_PROXIES)[number];

export interface GateConfigurationInput {
  readonly proxy: GateProxy;
  readonly registry: Registry;
  readonly secret: Secret;
  /** `host` or `host:port`, the name that clients use for the registry. */
  readonly host: string;
  /** Where the proxy reaches the registry: `http://HOST:PORT`. */
  readonly upstream: string;
  /** Where the proxy reaches this server: `http://HOST:PORT` or `https://HOST`. */
  readonly lanyard: string;
  /** The registry has no authentication of its own, so tokens are not sent to it. */
  readonly alone: boolean;
}

const TEMPLATES: Readonly<Record<GateProxy, (facts: ProxyFacts) => string>> = {
  nginx: NGINX,
  caddy: CADDY,
  traefik: TRAEFIK,
  haproxy: HAPROXY,
  'haproxy-lua': HAPROXY_LUA,
  envoy: ENVOY,
};

/** The complete configuration of a proxy that asks the gate before it passes on a request. Errors: `invalid-input`. */
export function gateConfiguration(input: GateConfigurationInput): string {
  const { proxy, registry, secret, alone } = input;
  const [host = '', port] = requireHost(input.host).split(':');
  return TEMPLATES[proxy]({
    registry: registry.name,
    secret: secret.reveal(),
    host,
    port: Number(port ?? 443),
    upstream: requireAddress('upstream', input.upstream),
    lanyard: requireAddress('lanyard', input.lanyard),
    alone,
  });
}

function requireHost(text: string): string {
  try {
    const host = parseRegistryHost(text);
    if (!host.startsWith('[')) return host;
  } catch {
    // The same answer as for an IPv6 address, which needs a name here.
  }
  throw new DomainError('invalid-input', { field: 'host', reason: 'must be HOST or HOST:PORT' });
}

function requireAddress(field: string, text: string): URL {
  const url = URL.parse(text);
  const isPlain =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    `${url.search}${url.hash}${url.username}${url.password}` === '';
  if (isPlain && /^[A-Za-z0-9.:[\]-]+$/.test(url.host)) return url;
  throw new DomainError('invalid-input', {
    field,
    reason: 'must be http://HOST:PORT or https://HOST, and nothing after it',
  });
}
