import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { limitSocketsPerNetwork } from '../../src/http/hold-sockets.ts';

const LIMIT = 1_000;

function socketFrom(remoteAddress: string | undefined) {
  const socket = Object.assign(new EventEmitter(), {
    remoteAddress,
    isDestroyed: false,
    destroy: () => {
      socket.isDestroyed = true;
    },
  });
  return socket;
}

/** How many of these connections stay open, if they come from these addresses in turn. */
function kept(accept: (socket: Socket) => void, count: number, ...addresses: readonly (string | undefined)[]) {
  const sockets = Array.from({ length: count }, (_, at) => socketFrom(addresses[at % addresses.length]));
  for (const socket of sockets) accept(socket as unknown as Socket);
  return sockets.filter(({ isDestroyed }) => !isDestroyed);
}

describe('connections from one network', () => {
  it('are closed beyond the limit, without affecting another address', () => {
    const accept = limitSocketsPerNetwork([], 1);
    expect(kept(accept, LIMIT + 5, '192.0.2.1')).toHaveLength(LIMIT);
    expect(kept(accept, 5, '192.0.2.2')).toHaveLength(5);
  });

  it('share one limit in an IPv6 /64, and a higher one in a /48', () => {
    const accept = limitSocketsPerNetwork([], 1);
    const addresses = Array.from({ length: 10 }, (_, part) => `2001:db8:1:1::${part.toString(16)}`);
    expect(kept(accept, LIMIT + 5, ...addresses)).toHaveLength(LIMIT);
    const others = Array.from({ length: 8 }, (_, part) => `2001:db8:1:${part + 2}::1`);
    expect(kept(accept, 8 * LIMIT, ...others)).toHaveLength(3 * LIMIT);
    expect(kept(accept, 5, '2001:db8:2:1::1')).toHaveLength(5);
  });

  it('can be replaced when they end', () => {
    const accept = limitSocketsPerNetwork([], 1);
    const first = kept(accept, LIMIT, '2001:db8::1');
    expect(kept(accept, 1, '2001:db8::1')).toHaveLength(0);
    for (const socket of first.slice(0, 3)) socket.emit('close');
    expect(kept(accept, 5, '2001:db8::1')).toHaveLength(3);
  });

  it('have no limit for a trusted proxy, given as address or network, in both forms of IPv4', () => {
    const accept = limitSocketsPerNetwork(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'], 1);
    for (const proxy of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8::9']) {
      expect(kept(accept, LIMIT + 5, proxy)).toHaveLength(LIMIT + 5);
    }
    expect(kept(accept, LIMIT + 5, '192.0.2.8')).toHaveLength(LIMIT);
  });

  it('have no limit without an address, as on a local socket', () => {
    expect(kept(limitSocketsPerNetwork([], 1), LIMIT + 5, undefined)).toHaveLength(LIMIT + 5);
  });
});
