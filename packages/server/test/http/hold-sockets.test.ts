import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { limitSocketsPerAddress } from '../../src/http/hold-sockets.ts';

const LIMIT = 1_000;

function socketFrom(remoteAddress: string | undefined) {
  return Object.assign(new EventEmitter(), { remoteAddress, destroy: vi.fn() });
}

/** How many of so many connections stay, if all of them come from these addresses in turn. */
function kept(accept: (socket: Socket) => void, count: number, ...addresses: readonly (string | undefined)[]) {
  const sockets = Array.from({ length: count }, (_, at) => socketFrom(addresses[at % addresses.length]));
  for (const socket of sockets) accept(socket as unknown as Socket);
  return sockets.filter(({ destroy }) => destroy.mock.calls.length === 0);
}

describe('connections of one address', () => {
  it('are closed beyond the limit, and those of another address are not', () => {
    const accept = limitSocketsPerAddress([]);
    expect(kept(accept, LIMIT + 5, '192.0.2.1')).toHaveLength(LIMIT);
    expect(kept(accept, 5, '192.0.2.2')).toHaveLength(5);
  });

  it('make room as they end', () => {
    const accept = limitSocketsPerAddress([]);
    const first = kept(accept, LIMIT, '2001:db8::1');
    expect(kept(accept, 1, '2001:db8::1')).toHaveLength(0);
    for (const socket of first.slice(0, 3)) socket.emit('close');
    expect(kept(accept, 5, '2001:db8::1')).toHaveLength(3);
  });

  it('have no limit for a listed proxy, by address and by network, in either form of IPv4', () => {
    const accept = limitSocketsPerAddress(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
    for (const proxy of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8::9']) {
      expect(kept(accept, LIMIT + 5, proxy)).toHaveLength(LIMIT + 5);
    }
    expect(kept(accept, LIMIT + 5, '192.0.2.8')).toHaveLength(LIMIT);
  });

  it('have no limit where there is no address, as on a socket of this machine', () => {
    expect(kept(limitSocketsPerAddress([]), LIMIT + 5, undefined)).toHaveLength(LIMIT + 5);
  });
});
