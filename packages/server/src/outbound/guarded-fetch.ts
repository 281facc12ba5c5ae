import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';

const WHOLE_MILLISECONDS = 5000;
const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** Why a request was not sent, or its answer not accepted. Of the address, it names only the host. */
export class OutboundRefusal extends Error {}

export interface GuardedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends the request earlier than the fixed time does. */
  readonly signal?: AbortSignal | undefined;
}

/** Errors: OutboundRefusal. */
export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<Response>;

export interface GuardOptions {
  /** Private addresses that the operator permits: `host`, `host:port`, or `http://host:port` to allow http too. */
  readonly allowedHosts: readonly string[];
  readonly lookup?: LookupFunction;
  readonly wholeMilliseconds?: number;
}

/**
 * For requests to addresses that another party chose (R38): https to public addresses, no redirect, at most 5 s and 1
 * MiB. It connects to exactly the address that it checked, so that a name cannot change in between.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  const { allowedHosts, lookup = systemLookup as LookupFunction, wholeMilliseconds = WHOLE_MILLISECONDS } = options;
  const strict = agentOf(publicLookup(lookup));
  const permitted = agentOf(lookup);
  return async (address, { method, headers, body, signal: earlier }) => {
    const url = requireUrl(address);
    const isPermitted = requireReachable(url, allowedHosts);
    const whole = AbortSignal.timeout(wholeMilliseconds);
    const signal = earlier ? AbortSignal.any([whole, earlier]) : whole;
    const dispatcher = isPermitted ? permitted : strict;
    const request = {
      method,
      headers,
      dispatcher,
      signal,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    } as const;
    return fetch(url, request)
      .then(boundedAnswer)
      .catch((error: unknown) => {
        throw refusal(url, error);
      });
  };
}

function requireUrl(address: string): URL {
  const url = URL.parse(address);
  if (!url) throw new OutboundRefusal('not an address');
  if (url.username !== '' || url.password !== '') throw new OutboundRefusal('an address with a name and password');
  return url;
}

/** True if the operator permits the host. A public host needs no permission. */
function requireReachable(url: URL, allowedHosts: readonly string[]): boolean {
  const names = [url.hostname, `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`];
  if (url.protocol === 'http:' && allowedHosts.includes(`http://${names[1]}`)) return true;
  if (url.protocol !== 'https:') throw new OutboundRefusal(`${url.hostname}: not https`);
  if (names.some((name) => allowedHosts.includes(name))) return true;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isPublicAddress(literal))
    throw new OutboundRefusal(`${url.hostname}: not a public address`);
  return false;
}

/** Connections are not kept open, as HTTP/2 would do, so that the next request is checked again. */
function agentOf(lookup: LookupFunction): Agent {
  const connect = { lookup, timeout: WHOLE_MILLISECONDS };
  return new Agent({ connect, allowH2: false, pipelining: 0, keepAliveTimeout: 1 });
}

const isUnknownName = ({ code = '' }: NodeJS.ErrnoException) =>
  ['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME'].includes(code);

/**
 * If one address of a name is not public, the name is refused, because we do not choose which address is used. A name
 * that does not exist gets the same answer. Otherwise anybody could find out which names the private network has.
 */
function publicLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error && !isUnknownName(error)) return callback(error, '');
      const addresses = error || !Array.isArray(found) ? [] : found;
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new OutboundRefusal(`${hostname}: has no public address`), '');
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

async function boundedAnswer(answer: Awaited<ReturnType<typeof fetch>>): Promise<Response> {
  if (answer.status >= 300 && answer.status < 400) {
    await answer.body?.cancel();
    throw new OutboundRefusal('it redirects');
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MAXIMUM_BODY_BYTES) throw new OutboundRefusal('it answers more than 1 MiB');
    chunks.push(chunk as Uint8Array);
  }
  const { status } = answer;
  const body = status === 204 || status === 205 ? null : Buffer.concat(chunks);
  const type = answer.headers.get('content-type');
  return new Response(body, { status, headers: type === null ? {} : { 'content-type': type } });
}

/** What the operator needs to fix it, without the path and query of the address. */
function refusal(url: URL, error: unknown): OutboundRefusal {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof OutboundRefusal)
    return cause.message.startsWith(url.hostname) ? cause : new OutboundRefusal(`${url.hostname}: ${cause.message}`);
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new OutboundRefusal(`${url.hostname}: no answer in time`);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown fault';
  return new OutboundRefusal(`${url.hostname}: ${code}`);
}

/** IANA assigns addresses of the public IPv6 Internet only from this range. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an address belongs to the public Internet. It must not belong to this machine or a private network, also not
 * in another form: mapped, translated or tunnelled (attack 24).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}
