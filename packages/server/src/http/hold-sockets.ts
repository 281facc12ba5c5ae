import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { sourceNetworks } from '@lanyard/core/source-network';
import ipaddr from 'ipaddr.js';

/**
 * How many connections one network can have, including idle ones. A proxy or an office has fewer, and a flood leaves
 * room for others.
 */
const SOCKETS_PER_NETWORK = 1_000;
const SOCKETS_PER_WIDE_NETWORK = 4_000;
const IDLE_SECONDS = 60;
const CHECK_MILLISECONDS = 1_000;

/**
 * Time limits of a connection. Otherwise a client that sends one byte now and then could keep it forever (Slowloris).
 * Headers and body must arrive within `requestSeconds`, and a connection without traffic ends after a minute.
 */
export function timeLimits(requestSeconds: number) {
  const requestTimeout = requestSeconds * 1000;
  return {
    requestTimeout,
    connectionTimeout: Math.max(IDLE_SECONDS * 1000, requestTimeout),
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: CHECK_MILLISECONDS },
  };
}

/**
 * Answers data that is not an HTTP request, and requests that arrive too slowly, before any route or hook sees them. It
 * quotes nothing.
 */
export function answerBrokenRequest(headers: Readonly<Record<string, string>>) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
    const status = statusOf(error.code);
    const reason = STATUS_CODES[status] ?? '';
    const body = JSON.stringify({ error: { code: 'malformed-request', message: reason } });
    const lines = Object.entries({
      ...headers,
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      Connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`);
  };
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

/**
 * Closes a connection of a network that has too many. One subscriber has the whole /64 of an IPv6 address. The listed
 * proxies serve many clients and have no limit. The `workers` get connections in turn, so each has its share of the
 * limit.
 */
export function limitSocketsPerNetwork(trustedProxies: readonly string[], workers: number): (socket: Socket) => void {
  const isTrusted = withinNetworks(trustedProxies);
  const [narrow, wide] = [openSockets(SOCKETS_PER_NETWORK / workers), openSockets(SOCKETS_PER_WIDE_NETWORK / workers)];
  return (socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isTrusted(address)) return;
    const { network, wideNetwork } = sourceNetworks(address);
    if (narrow.isFull(network) || wide.isFull(wideNetwork)) return void socket.destroy();
    narrow.add(network, socket);
    wide.add(wideNetwork, socket);
  };
}

function openSockets(limit: number) {
  const open = new Map<string, number>();
  return {
    isFull: (network: string) => (open.get(network) ?? 0) >= limit,
    add: (network: string, socket: Socket) => {
      open.set(network, (open.get(network) ?? 0) + 1);
      socket.once('close', () => {
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      });
    },
  };
}

/** Returns a function that tells whether an address is in one of these networks. */
export function withinNetworks(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((text) => {
    const network = text.includes('/') ? text : `${text}/${ipaddr.parse(text).kind() === 'ipv6' ? 128 : 32}`;
    return ipaddr.parseCIDR(network);
  });
  return (text) => {
    const address = ipaddr.process(text);
    return ranges.some((range) => range[0].kind() === address.kind() && address.match(range));
  };
}
