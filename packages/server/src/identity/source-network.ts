import { isIPv6 } from 'node:net';

const HEXTETS_OF_NETWORK = 4;

/** The address itself for IPv4; the /64 for IPv6, which one subscriber has whole (R40). */
export function sourceNetwork(address: string): string {
  const plain = address.split('%')[0] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(plain) ? `${expand(plain).slice(0, HEXTETS_OF_NETWORK).join(':')}::/64` : plain;
}

function expand(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before.map(shorten);
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].map(shorten);
}

function shorten(hextet: string): string {
  return hextet.toLowerCase().replace(/^0+(?=.)/, '');
}
