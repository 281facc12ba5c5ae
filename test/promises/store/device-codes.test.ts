import { randomUUID } from 'node:crypto';
import { providerNetwork, sourceNetworks } from '@lanyard/core/source-network';
import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { T0 } from './sample-records.ts';

describeStores('R30, attack 46: device codes that wait', (fresh) => {
  /** Opens one from each of these addresses, the oldest first. Returns their digests. */
  async function open(store: Store, addresses: readonly string[]): Promise<readonly string[]> {
    const digests: string[] = [];
    await store.transaction(async ({ deviceCodes }) => {
      for (const [index, address] of addresses.entries()) {
        const times = { createdAt: T0 + index, expiresAt: T0 + 600_000, intervalSeconds: 5, lastPolledAt: null };
        const nobody = { sessionId: null, accountId: null, organizationId: null, decision: null };
        const asked = { clientId: 'cli', scopes: [], registryHost: null, client: 'cli' };
        const keys = { digest: randomUUID(), userCodeDigest: randomUUID(), providerNetwork: providerNetwork(address) };
        const code = { id: randomUUID(), ...asked, address, ...times, ...nobody };
        await deviceCodes.insert(code, { ...keys, ...sourceNetworks(address) });
        digests.push(keys.digest);
      }
    });
    return digests;
  }

  /** Which of them still wait, after this many were dropped. */
  async function left(store: Store, digests: readonly string[], dropped: number): Promise<readonly boolean[]> {
    for (let count = 0; count < dropped; count += 1) {
      await store.transaction(({ deviceCodes }) => deviceCodes.dropOldestOfLargestHolder());
    }
    const found = await Promise.all(digests.map((digest) => store.read.deviceCodes.byDigest(digest)));
    return found.map((code) => code !== undefined);
  }

  it.each([
    ['an IPv6 /32', Array.from({ length: 9 }, (_, site) => `2001:db8:${site}::1`)],
    ['an IPv4 /16', Array.from({ length: 9 }, (_, host) => `203.0.${host}.1`)],
  ])('are dropped from a flood that is spread over %s, and not from others', async (_name, flood) => {
    const store = await (await fresh()).openStore();
    const others = ['192.0.2.1', '198.51.100.1', '2001:cafe::1', '2002:db8::1'];
    const digests = await open(store, [...others, ...flood]);
    expect((await left(store, digests, 8)).slice(0, others.length)).toEqual(others.map(() => true));
    expect((await left(store, digests, 0)).filter(Boolean)).toHaveLength(others.length + 1);
  });

  it('are dropped from the site with the most, the oldest first', async () => {
    const store = await (await fresh()).openStore();
    const sites = ['2001:db8:1::1', '2001:db8:2::1', '2001:db8:2::2', '2001:db8:3::1'];
    const digests = await open(store, sites);
    expect(await left(store, digests, 1)).toEqual([true, false, true, true]);
  });
});
