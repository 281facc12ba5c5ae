import type { FlowState } from '@lanyard/server/store/records/sessions/flow-states';

import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { digestOf, insertAccount, T0 } from './sample-records.ts';

const MINUTE = 60_000;

function aState(changes: Partial<FlowState> = {}): FlowState {
  const kept = { accountId: null, sealedData: 'sealed', wrongCodes: 0, expiresAt: T0 + 5 * MINUTE };
  return { purpose: 'login', digest: digestOf('one'), ...kept, ...changes };
}

describeStores('the state of a flow between two steps', (fresh) => {
  async function keeping(...states: readonly FlowState[]) {
    const store = await (await fresh()).openStore();
    await store.transaction(async ({ flowStates }) => {
      for (const state of states) await flowStates.put(state);
    });
    const find = (changes: Partial<FlowState> = {}, now = T0) => {
      const { purpose, digest } = aState(changes);
      return store.read.flowStates.find(purpose, digest, now);
    };
    const take = (changes: Partial<FlowState> = {}, now = T0) => {
      const { purpose, digest } = aState(changes);
      return store.transaction(({ flowStates }) => flowStates.take(purpose, digest, now));
    };
    return { store, find, take };
  }

  it('is found by purpose and digest until it expires', async () => {
    const { find } = await keeping(aState());
    expect(await find()).toEqual(aState());
    expect(await find({ purpose: 'passkey-login' })).toBeUndefined();
    expect(await find({ digest: digestOf('two') })).toBeUndefined();
    expect(await find({}, T0 + 5 * MINUTE - 1)).toEqual(aState());
    expect(await find({}, T0 + 5 * MINUTE)).toBeUndefined();
  });

  it('R5: can be taken by only one of several requests, and not after it expired', async () => {
    const { find, take } = await keeping(aState(), aState({ digest: digestOf('old'), expiresAt: T0 }));
    const taken = await Promise.all(Array.from({ length: 8 }, () => take()));
    expect(taken.filter((state) => state !== undefined)).toEqual([aState()]);
    expect(await find()).toBeUndefined();
    expect(await take({ digest: digestOf('old') })).toBeUndefined();
  });

  it('is replaced completely by a new state with the same purpose and digest', async () => {
    const next = aState({ sealedData: 'other', wrongCodes: 0, expiresAt: T0 + 9 * MINUTE });
    const { find } = await keeping(aState({ wrongCodes: 4 }), aState({ purpose: 'connect' }), next);
    expect(await find()).toEqual(next);
    expect(await find({ purpose: 'connect' })).toEqual(aState({ purpose: 'connect' }));
  });

  it('counts every wrong code, also several at the same moment, and keeps the count when its data change', async () => {
    const { store, find } = await keeping(aState());
    const { purpose, digest } = aState();
    const count = () => store.transaction(({ flowStates }) => flowStates.countWrongCode(purpose, digest));
    const counts = await Promise.all(Array.from({ length: 8 }, count));
    expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await store.transaction(({ flowStates }) => flowStates.setData(purpose, digest, 'other'));
    expect(await find()).toEqual(aState({ wrongCodes: 8, sealedData: 'other' }));
    const nothing = store.transaction(({ flowStates }) => flowStates.countWrongCode('connect', digest));
    expect(await nothing).toBe(0);
    await store.transaction(({ flowStates }) => flowStates.setData('connect', digest, 'other'));
    expect(await find({ purpose: 'connect' })).toBeUndefined();
  });

  it('R3: is deleted with its account, and when it expires', async () => {
    const { store, find } = await keeping(aState({ digest: digestOf('nobody') }));
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    const states = [
      aState({ accountId: ada.id, digest: digestOf('a') }),
      aState({ accountId: ada.id, digest: digestOf('a'), purpose: 'totp-enrolment' }),
      aState({ accountId: bob.id, digest: digestOf('b'), expiresAt: T0 + MINUTE }),
    ];
    await store.transaction(async ({ flowStates }) => {
      for (const state of states) await flowStates.put(state);
      await flowStates.deleteOfAccount(ada.id);
    });
    const left = () =>
      Promise.all([
        find({ digest: digestOf('a') }),
        find({ digest: digestOf('a'), purpose: 'totp-enrolment' }),
        find({ digest: digestOf('b') }),
        find({ digest: digestOf('nobody') }),
      ]);
    expect((await left()).map((state) => state?.accountId)).toEqual([undefined, undefined, bob.id, null]);
    await store.transaction(({ flowStates }) => flowStates.deleteExpired(T0 + MINUTE, 10));
    expect((await left()).map((state) => state?.accountId)).toEqual([undefined, undefined, undefined, null]);
  });
});
