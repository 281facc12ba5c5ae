import ipaddr from 'ipaddr.js';

/** The networks for which the limits count a request. */
export interface SourceNetworks {
  /** An IPv4 address, or an IPv6 /64, because one subscriber has all of it (R40). */
  readonly network: string;
  /** An IPv4 address, or an IPv6 /48, because one site has all of it. */
  readonly wideNetwork: string;
}

const PARTS_OF_NETWORK = 4;
const PARTS_OF_WIDE_NETWORK = 3;

export function sourceNetworks(address: string): SourceNetworks {
  if (!ipaddr.isValid(address)) return { network: address, wideNetwork: address };
  // An IPv4 address written as IPv6 is the same source.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return { network: parsed.toString(), wideNetwork: parsed.toString() };
  const parts = parsed.parts.map((part) => part.toString(16));
  return {
    network: `${parts.slice(0, PARTS_OF_NETWORK).join(':')}::/64`,
    wideNetwork: `${parts.slice(0, PARTS_OF_WIDE_NETWORK).join(':')}::/48`,
  };
}

/**
 * The /32 for IPv6 and the /16 for IPv4. One customer of a hosting provider can have that much. Other people use the
 * same network, so it only decides who loses their share first.
 */
export function providerNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.slice(0, 2).join('.')}.0.0/16`;
  const parts = parsed.parts.slice(0, 2).map((part) => part.toString(16));
  return `${parts.join(':')}::/32`;
}

export function sourceNetwork(address: string): string {
  return sourceNetworks(address).network;
}
