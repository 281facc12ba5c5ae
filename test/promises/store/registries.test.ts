import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { anAccount, aRegistry, aSigningKey, change, digestOf, insertAccount, T0 } from './sample-records.ts';

describeStores('the registries table', (fresh) => {
  it('lists registries by creation time, and stores a rotation', async () => {
    const store = await (await fresh()).openStore();
    const main = aRegistry('main', { tokenTtlSeconds: 60 });
    const zot = aRegistry('edge', { kind: 'zot', createdAt: T0 + 1 });
    await change(store, ({ registries }) => registries.insert(zot));
    await change(store, ({ registries }) => registries.insert(main));
    expect(await store.read.registries.list()).toEqual([main, zot]);
    await change(store, ({ registries }) => registries.setLeafNotBefore(main.id, T0 + 7));
    expect(await store.read.registries.byName('main')).toEqual({ ...main, leafNotBefore: T0 + 7 });
    expect(await store.read.registries.byName('none')).toBeUndefined();
  });

  it('R28: refuses a name or a service that another registry has', async () => {
    const store = await (await fresh()).openStore();
    await change(store, ({ registries }) => registries.insert(aRegistry('main')));
    const insert = (registry: ReturnType<typeof aRegistry>) =>
      change(store, ({ registries }) => registries.insert(registry));
    await expect(insert(aRegistry('main', { service: 'new' }))).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'a registry of that name exists' },
    });
    await expect(insert(aRegistry('new', { service: 'main.example.org' }))).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'another registry has that service' },
    });
  });
});

describeStores('signing keys', (fresh) => {
  it('are stored once for each purpose, even if two processes store at the same time', async () => {
    const database = await fresh();
    const stores = [await database.openStore(), await database.openStore()] as const;
    const keys = Array.from({ length: 6 }, () => aSigningKey('api', { algorithm: 'RS256', certificatePem: 'pem' }));
    const kept = await Promise.all(
      keys.map((key, index) => (stores[index % 2] as Store).transaction(({ signingKeys }) => signingKeys.insert(key))),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await stores[1].read.signingKeys.list()).toEqual([keys[kept.indexOf(true)]]);
  });
});

describeStores('the set-up code', (fresh) => {
  it('R46: can be used once, also when two processes try 20 times at the same moment', async () => {
    const database = await fresh();
    const stores = [await database.openStore(), await database.openStore()] as const;
    await stores[0].transaction(({ setupCodes }) => setupCodes.put(digestOf('code'), T0 + 10));
    expect(await stores[1].read.setupCodes.isOpen(T0)).toBe(true);
    const takes = Array.from({ length: 20 }, (_, index) =>
      (stores[index % 2] as Store).transaction(({ setupCodes }) => setupCodes.take(digestOf('code'), T0)),
    );
    expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(1);
    expect(await stores[1].read.setupCodes.isOpen(T0)).toBe(false);
  });

  it('R46: is refused when it is wrong, expired or replaced', async () => {
    const store = await (await fresh()).openStore();
    const take = (code: string, now: number) =>
      store.transaction(({ setupCodes }) => setupCodes.take(digestOf(code), now));
    await store.transaction(({ setupCodes }) => setupCodes.put(digestOf('first'), T0 + 10));
    await store.transaction(({ setupCodes }) => setupCodes.put(digestOf('second'), T0 + 20));
    expect(await take('first', T0)).toBe(false);
    expect(await take('second', T0 + 20)).toBe(false);
    expect(await store.read.setupCodes.isOpen(T0 + 20)).toBe(false);
    expect(await take('second', T0 + 19)).toBe(true);
  });

  it('R46: exists once when two processes store one at the same moment', async () => {
    const database = await fresh();
    const stores = [await database.openStore(), await database.openStore()] as const;
    const codes = Array.from({ length: 8 }, (_, index) => `code-${index}`);
    await Promise.all(
      codes.map((code, index) =>
        (stores[index % 2] as Store).transaction(({ setupCodes }) => setupCodes.put(digestOf(code), T0 + 10)),
      ),
    );
    const taken = await Promise.all(
      codes.map((code) => stores[0].transaction(({ setupCodes }) => setupCodes.take(digestOf(code), T0))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('stays valid when the set-up that used it fails', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    await store.transaction(({ setupCodes }) => setupCodes.put(digestOf('code'), T0 + 10));
    const setUp = store.transaction(async ({ setupCodes, accounts }) => {
      await setupCodes.take(digestOf('code'), T0);
      await accounts.insert(anAccount('ada'));
    });
    await expect(setUp).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.read.setupCodes.isOpen(T0)).toBe(true);
  });
});
