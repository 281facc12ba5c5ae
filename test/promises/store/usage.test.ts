import type { Use } from '@lanyard/server/store/records/tokens/usage';
import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { aUse, DAY, HOUR, insertAccount, insertToken, T0 } from './sample-records.ts';

const ALL = { page: 1, pageSize: 1000 };

describeStores('usage', (fresh) => {
  async function aStoreWithTokens(count: number) {
    const database = await fresh();
    const store = await database.openStore();
    const { id } = await insertAccount(store, 'ada');
    const tokens: string[] = [];
    for (let made = 0; made < count; made += 1) tokens.push((await insertToken(store, id)).id);
    return { database, store, tokens, first: tokens[0] as string };
  }

  it('is counted by day, registry, repository, actions, address and client', async () => {
    const { store, first } = await aStoreWithTokens(1);
    const before = { at: T0 + HOUR };
    await store.transaction(({ usage }) =>
      usage.record([aUse(first, before), aUse(first), aUse(first, { at: T0 + 5 })]),
    );
    const others = [
      { at: T0 + DAY },
      { repository: null, actions: '' },
      { registry: 'second' },
      { actions: 'pull,push' },
      { address: '192.0.2.9' },
      { client: 'podman/5' },
    ];
    await store.transaction(({ usage }) => usage.record(others.map((other) => aUse(first, other))));
    await store.transaction(({ usage }) => usage.record([aUse(first, { at: T0 + 7 })]));
    const { total, items } = await store.read.usage.ofToken(first, ALL);
    expect(total).toBe(7);
    const row = {
      registry: 'main',
      repository: 'acme/app',
      actions: 'pull',
      address: '192.0.2.1',
      client: 'docker/28',
    };
    expect(items.slice(0, 2)).toEqual([
      { ...row, day: T0 + DAY, count: 1, lastAt: T0 + DAY },
      { ...row, day: T0, count: 4, lastAt: T0 + HOUR },
    ]);
    expect(items).toContainEqual({ ...row, repository: null, actions: '', day: T0, count: 1, lastAt: T0 });
  });

  it('keeps all uses that waited while the database was unavailable, no matter how many', async () => {
    const { store, first } = await aStoreWithTokens(1);
    // More different uses than a function call can have arguments.
    const waiting = Array.from({ length: 130_000 }, (_, index) => aUse(first, { client: `docker/${index}` }));
    await store.transaction(({ usage }) => usage.record(waiting));
    const [total] = await store.read.usage.byDay(first, T0);
    expect(total?.count).toBe(130_000);
  });

  it('does not count a repeated use as a new row of its token', async () => {
    const { store, first } = await aStoreWithTokens(1);
    const record = (uses: readonly Use[]) => store.transaction(({ usage }) => usage.record(uses));
    const numbered = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => aUse(first, { client: `docker/${from + index}` }));
    await record(numbered(0, 600));
    await record(numbered(0, 600));
    await record(numbered(200, 1_000));
    const { total, items } = await store.read.usage.ofToken(first, { page: 1, pageSize: 2_000 });
    expect([total, items.find(({ client }) => client === 'many others')]).toEqual([1_000, undefined]);
    // New uses beyond the share get no row of their own. Existing rows are still counted.
    await record(numbered(990, 1_010));
    const after = await store.read.usage.ofToken(first, { page: 1, pageSize: 2_000 });
    const counts = Object.fromEntries(after.items.map(({ client, count }) => [client, count]));
    expect([after.total, counts['many others'], counts['docker/999'], counts['docker/300']]).toEqual([1_001, 10, 2, 3]);
  });

  it('is summed by day from a given day for one token, without days that have no use', async () => {
    const { store, first, tokens } = await aStoreWithTokens(2);
    const uses = [
      { at: T0 - 1 },
      { at: T0 },
      { at: T0 + DAY - 1, repository: 'acme/b' },
      { at: T0 + HOUR, client: 'podman/5' },
      { at: T0 + 3 * DAY },
    ];
    await store.transaction(({ usage }) =>
      usage.record([...uses.map((use) => aUse(first, use)), aUse(tokens[1] ?? '', { at: T0 + DAY })]),
    );
    expect(await store.read.usage.byDay(first, T0)).toEqual([
      { day: T0, count: 3 },
      { day: T0 + 3 * DAY, count: 1 },
    ]);
    expect(await store.read.usage.byDay(first, T0 + 4 * DAY)).toEqual([]);
  });

  it('has pages with the newest first, in the same order every time', async () => {
    const { store, first } = await aStoreWithTokens(1);
    const uses = Array.from({ length: 5 }, (_, index) => aUse(first, { address: `192.0.2.${index}` }));
    await store.transaction(({ usage }) => usage.record([...uses, aUse(first, { at: T0 + 1, repository: 'acme/b' })]));
    const addresses: string[] = [];
    for (const page of [1, 2, 3]) {
      const { total, items } = await store.read.usage.ofToken(first, { page, pageSize: 2 });
      expect(total).toBe(6);
      addresses.push(...items.map(({ address }) => address));
    }
    expect(addresses).toEqual(['192.0.2.1', ...uses.map(({ address }) => address)]);
  });

  it('moves the last use forward, never back', async () => {
    const { store, tokens, first } = await aStoreWithTokens(2);
    await store.transaction(({ usage }) =>
      usage.record([
        aUse(first, { at: T0 + 9, address: '192.0.2.9', client: 'skopeo/1' }),
        aUse(first, { at: T0 + 3 }),
      ]),
    );
    await store.transaction(({ usage }) => usage.record([aUse(first, { at: T0 + 4 })]));
    const lastUse = { lastUsedAt: T0 + 9, lastUsedAddress: '192.0.2.9', lastUsedClient: 'skopeo/1' };
    expect(await store.read.tokens.byId(first)).toMatchObject(lastUse);
    expect(await store.read.tokens.byId(tokens[1] as string)).toMatchObject({ lastUsedAt: null });
  });

  it('accepts an empty list, and many tokens at once', async () => {
    const { store, tokens } = await aStoreWithTokens(7);
    await store.transaction(({ usage }) => usage.record([]));
    const uses = tokens.flatMap((token) =>
      Array.from({ length: 40 }, (_, index) => aUse(token, { at: T0 + index, address: `192.0.2.${index}` })),
    );
    await store.transaction(({ usage }) => usage.record(uses));
    for (const token of tokens) {
      expect(await store.read.usage.ofToken(token, { page: 1, pageSize: 1 })).toMatchObject({ total: 40 });
      expect(await store.read.tokens.byId(token)).toMatchObject({ lastUsedAt: T0 + 39, lastUsedAddress: '192.0.2.39' });
    }
  });

  it('R41: loses no count when two processes record the same tokens in opposite order', async () => {
    const { database, store, tokens, first } = await aStoreWithTokens(20);
    const other = await database.openStore();
    const record = (by: Store, order: readonly string[], at: number) =>
      by.transaction(({ usage }) => usage.record(order.map((token) => aUse(token, { at }))));
    const recordings = Array.from({ length: 10 }, (_, index) => [
      record(store, tokens, T0 + index),
      record(other, tokens.toReversed(), T0 + index),
    ]);
    await Promise.all(recordings.flat());
    const { items } = await store.read.usage.ofToken(first, ALL);
    expect(items).toMatchObject([{ count: 20, lastAt: T0 + 9 }]);
  });
});
