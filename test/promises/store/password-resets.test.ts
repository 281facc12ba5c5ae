import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { digestOf, insertAccount, T0 } from './sample-records.ts';

describeStores('password reset codes', (fresh) => {
  async function withCodes() {
    const store = await (await fresh()).openStore();
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    await store.transaction(async ({ passwordResets }) => {
      await passwordResets.insert(ada.id, digestOf('one'), T0 + 10);
      await passwordResets.insert(ada.id, digestOf('two'), T0 + 20);
      await passwordResets.insert(bob.id, digestOf('three'), T0 + 20);
    });
    const holder = (code: string, now = T0) => store.read.passwordResets.accountIdOf(digestOf(code), now);
    return { store, ada, bob, holder };
  }

  it('are found by digest until they expire; one account can have several', async () => {
    const { ada, bob, holder } = await withCodes();
    expect([await holder('one'), await holder('two'), await holder('three')]).toEqual([ada.id, ada.id, bob.id]);
    expect([await holder('one', T0 + 9), await holder('one', T0 + 10), await holder('four')]).toEqual([
      ada.id,
      undefined,
      undefined,
    ]);
  });

  it('R5: work once and only until they expire', async () => {
    const { store, holder } = await withCodes();
    const take = (code: string, now: number) =>
      store.transaction(({ passwordResets }) => passwordResets.take(digestOf(code), now));
    expect(await take('one', T0 + 10)).toBe(false);
    const taken = await Promise.all(Array.from({ length: 10 }, () => take('one', T0 + 9)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect([await holder('one'), await holder('two')]).toEqual([undefined, expect.any(String)]);
  });

  it('are deleted with their account, or when they have expired', async () => {
    const { store, ada, bob, holder } = await withCodes();
    await store.transaction(({ passwordResets }) => passwordResets.deleteExpired(T0 + 10, 10));
    expect([await holder('one'), await holder('two')]).toEqual([undefined, ada.id]);
    await store.transaction(({ passwordResets }) => passwordResets.deleteOfAccount(ada.id));
    expect([await holder('two'), await holder('three')]).toEqual([undefined, bob.id]);
  });
});
