import type { Socket } from 'node:net';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { Logger } from 'pino';
import { withinNetworks } from './hold-sockets.ts';

/** A client can also send the header, and must not be able to fill the log. */
const MAXIMUM_WARNINGS = 10;

/**
 * Warns at the first request that has a forwarding header but comes from a peer that is not listed. Behind such a
 * proxy, all clients have the proxy's address. They then share one count of failures, one share of codes, and one limit
 * of connections.
 */
export function createProxyWarning(logger: Pick<Logger, 'warn'>, trusted: readonly string[]) {
  const isTrusted = withinNetworks(trusted);
  const warned = new Set<string>();
  return (socket: Socket): void => {
    const address = socket.remoteAddress;
    if (address === undefined || warned.size >= MAXIMUM_WARNINGS || isTrusted(address)) return;
    const network = sourceNetwork(address);
    if (warned.has(network)) return;
    warned.add(network);
    logger.warn(
      { address },
      'a forwarding header came from an address that is not in LANYARD_TRUSTED_PROXIES; if a proxy is there, list it, or all its clients share the limits of one address',
    );
  };
}
