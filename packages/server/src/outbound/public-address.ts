import ipaddr from 'ipaddr.js';

/** IANA gives out addresses of the public IPv6 Internet from here alone. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an address is one of the public Internet: not of this machine or a private network, and no other spelling of
 * such a one - mapped, translated or tunnelled (attack 24).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}
