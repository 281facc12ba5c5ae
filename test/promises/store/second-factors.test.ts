import { randomUUID } from 'node:crypto';
import type { PasskeyFactor, TotpFactor } from '@lanyard/server/store/records/second-factors/second-factors';

import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, digestOf, insertAccount, T0 } from './sample-records.ts';

function aTotp(accountId: string, changes: Partial<TotpFactor> = {}): TotpFactor {
  const common = { id: randomUUID(), accountId, name: 'phone', createdAt: T0, lastUsedAt: null };
  return { ...common, type: 'totp', sealedSeed: 'sealed', lastStep: 100, ...changes };
}

function aPasskey(accountId: string, changes: Partial<PasskeyFactor> = {}): PasskeyFactor {
  const common = { id: randomUUID(), accountId, name: 'laptop', createdAt: T0, lastUsedAt: null };
  const key = { credentialId: randomUUID(), publicKey: 'cose', counter: 3, transports: ['internal', 'usb'] };
  return { ...common, type: 'passkey', ...key, ...changes };
}

const CODES = Array.from({ length: 10 }, (_, index) => digestOf(`code ${index}`));

describeStores('second factors', (fresh) => {
  async function world() {
    const store = await (await fresh()).openStore();
    return { store, ada: await insertAccount(store, 'ada'), bob: await insertAccount(store, 'bob') };
  }
  const insert = (store: Store, ...factors: readonly (TotpFactor | PasskeyFactor)[]) =>
    change(store, async ({ secondFactors }) => {
      for (const factor of factors) await secondFactors.insert(factor);
    });
  const hasFactor = async (store: Store, id: string) => (await store.read.accounts.byId(id))?.hasSecondFactor;

  it('are listed oldest first, and found by credential id', async () => {
    const { store, ada, bob } = await world();
    const [late, early] = [aPasskey(ada.id, { createdAt: T0 + 1 }), aTotp(ada.id, { lastUsedAt: T0 + 9 })];
    await insert(store, late, early, aTotp(bob.id));
    expect(await store.read.secondFactors.ofAccount(ada.id)).toEqual([early, late]);
    expect(await store.read.secondFactors.byCredentialId(late.credentialId)).toEqual(late);
    expect(await store.read.secondFactors.byCredentialId('another')).toBeUndefined();
    await change(store, ({ secondFactors }) => secondFactors.rename(early.id, 'drawer'));
    expect(await store.read.secondFactors.ofAccount(ada.id)).toEqual([{ ...early, name: 'drawer' }, late]);
  });

  it('a passkey can be stored only once, for one account', async () => {
    const { store, ada, bob } = await world();
    await insert(store, aPasskey(ada.id, { credentialId: 'same' }));
    for (const account of [ada, bob]) {
      const again = insert(store, aPasskey(account.id, { credentialId: 'same' }));
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
    }
    expect(await hasFactor(store, bob.id)).toBe(false);
  });

  it('an account can have several authenticators, which have no credential id', async () => {
    const { store, ada } = await world();
    await insert(store, aTotp(ada.id), aTotp(ada.id));
    expect(await store.read.secondFactors.ofAccount(ada.id)).toHaveLength(2);
  });

  it('an account shows whether it has a second factor, and loses its recovery codes with the last one', async () => {
    const { store, ada, bob } = await world();
    const [one, two] = [aTotp(ada.id), aPasskey(ada.id)];
    expect(await hasFactor(store, ada.id)).toBe(false);
    await insert(store, one, two, aTotp(bob.id));
    await change(store, ({ secondFactors }) => secondFactors.putRecoveryCodes(ada.id, CODES));
    await change(store, ({ secondFactors }) => secondFactors.putRecoveryCodes(bob.id, CODES));
    const remove = (factor: TotpFactor | PasskeyFactor) =>
      change(store, ({ secondFactors }) => secondFactors.delete(factor));
    expect(await remove(one)).toBe(true);
    expect(await remove(one)).toBe(false);
    expect([await hasFactor(store, ada.id), await store.read.secondFactors.countRecoveryCodes(ada.id)]).toEqual([
      true,
      10,
    ]);
    expect(await remove(two)).toBe(true);
    expect([await hasFactor(store, ada.id), await store.read.secondFactors.countRecoveryCodes(ada.id)]).toEqual([
      false,
      0,
    ]);
    expect([await hasFactor(store, bob.id), await store.read.secondFactors.countRecoveryCodes(bob.id)]).toEqual([
      true,
      10,
    ]);
    expect(await change(store, ({ secondFactors }) => secondFactors.deleteOfAccount(bob.id))).toBe(1);
    expect([await hasFactor(store, bob.id), await store.read.secondFactors.countRecoveryCodes(bob.id)]).toEqual([
      false,
      0,
    ]);
  });

  it('R5: accept a TOTP step once, and no earlier step after it', async () => {
    const { store, ada } = await world();
    const [factor, unused] = [aTotp(ada.id, { lastStep: 100 }), aTotp(ada.id, { lastStep: null })];
    await insert(store, factor, unused);
    const use = (id: string, step: number) =>
      change(store, ({ secondFactors }) => secondFactors.useStep(id, step, T0 + 5));
    expect(await use(factor.id, 100)).toBe(false);
    expect(await Promise.all(Array.from({ length: 8 }, () => use(factor.id, 101)))).toEqual(
      expect.arrayContaining([true, ...Array(7).fill(false)]),
    );
    expect(await use(factor.id, 101)).toBe(false);
    expect(await use(factor.id, 99)).toBe(false);
    expect(await use(factor.id, 103)).toBe(true);
    expect(await use(unused.id, 1)).toBe(true);
    const found = (await store.read.secondFactors.ofAccount(ada.id)).find(({ id }) => id === factor.id);
    expect(found).toEqual({ ...factor, lastStep: 103, lastUsedAt: T0 + 5 });
  });

  it("R33: let only one of several requests move a passkey's counter", async () => {
    const { store, ada } = await world();
    const passkey = aPasskey(ada.id, { counter: 3 });
    await insert(store, passkey);
    const use = (before: number, after: number) =>
      change(store, ({ secondFactors }) => secondFactors.useCounter(passkey.id, before, after, T0 + 5));
    const outcomes = await Promise.all([use(3, 4), use(3, 5), use(3, 6)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await use(3, 9)).toBe(false);
    const found = await store.read.secondFactors.byCredentialId(passkey.credentialId);
    expect([4, 5, 6]).toContain(found?.counter);
    expect(found?.lastUsedAt).toBe(T0 + 5);
  });

  it('R5: accept a recovery code once, for its own account, and not after it was replaced', async () => {
    const { store, ada, bob } = await world();
    await insert(store, aTotp(ada.id), aTotp(bob.id));
    await change(store, ({ secondFactors }) => secondFactors.putRecoveryCodes(ada.id, CODES));
    const use = (accountId: string, digest = '') =>
      change(store, ({ secondFactors }) => secondFactors.useRecoveryCode(accountId, digest, T0));
    expect(await use(bob.id, CODES[0])).toBe(false);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => use(ada.id, CODES[0])));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await store.read.secondFactors.countRecoveryCodes(ada.id)).toBe(9);
    await change(store, ({ secondFactors }) => secondFactors.putRecoveryCodes(ada.id, [digestOf('new')]));
    expect(await store.read.secondFactors.countRecoveryCodes(ada.id)).toBe(1);
    expect(await use(ada.id, CODES[1])).toBe(false);
    expect(await use(ada.id, digestOf('new'))).toBe(true);
  });
});
