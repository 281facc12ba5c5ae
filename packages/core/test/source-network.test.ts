import { describe, expect, it } from 'vitest';
import { providerNetwork, sourceNetwork, sourceNetworks } from '../src/source-network.ts';

describe('R40: the network that a request is counted for', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['2001:db8:0:12::1', '2001:db8:0:12::/64'],
    ['2001:0DB8:0000:0012:ffff:ffff:ffff:ffff', '2001:db8:0:12::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['no address', 'no address'],
  ])('of %s is %s', (address, network) => {
    expect(sourceNetwork(address)).toBe(network);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:5:12::1', '2001:db8:5::/48'],
    ['2001:db8:5:ffff::1', '2001:db8:5::/48'],
    ['no address', 'no address'],
  ])('of %s in the wider form is %s', (address, wideNetwork) => {
    expect(sourceNetworks(address).wideNetwork).toBe(wideNetwork);
  });

  it.each([
    ['192.0.2.7', '192.0.0.0/16'],
    ['::ffff:192.0.2.7', '192.0.0.0/16'],
    ['2001:db8:5:12::1', '2001:db8::/32'],
    ['::1', '0:0::/32'],
    ['no address', 'no address'],
  ])('of %s in the size that a provider has is %s', (address, network) => {
    expect(providerNetwork(address)).toBe(network);
  });
});
