import type { Account } from '@lanyard/server/store/records/accounts/accounts';
import type { ScimUserState } from '@lanyard/server/store/records/directory/scim-users';

import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, insertAccount, insertOrganization, T0 } from './sample-records.ts';

const WINDOW = { offset: 0, limit: 10 };

describeStores('users of a directory', (fresh) => {
  async function world() {
    const store = await (await fresh()).openStore();
    const [acme, other] = [await insertOrganization(store, 'acme'), await insertOrganization(store, 'other')];
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    return { store, acme, other, ada, bob };
  }

  const stateOf = (organizationId: string, account: Account, changes: Partial<ScimUserState> = {}): ScimUserState => ({
    organizationId,
    accountId: account.id,
    userName: account.email,
    externalId: null,
    createdAt: T0,
    disabledAt: null,
    deletedAt: null,
    consent: 'given',
    wantedActive: true,
    ...changes,
  });

  async function put(store: Store, ...states: ScimUserState[]): Promise<void> {
    await change(store, async ({ scimUsers }) => {
      for (const state of states) await scimUsers.put(state);
    });
  }

  it('come back with their account, and only for the organization that provisioned them', async () => {
    const { store, acme, other, ada } = await world();
    const state = stateOf(acme.id, ada, { externalId: 'x-1', disabledAt: T0 + 1 });
    await put(store, state);
    expect(await store.read.scimUsers.byId(acme.id, ada.id)).toEqual({ ...state, account: ada, isMember: false });
    expect(await store.read.scimUsers.ofAccount(ada.id)).toEqual(state);
    expect(await store.read.scimUsers.byId(other.id, ada.id)).toBeUndefined();
    expect(await store.read.scimUsers.list(other.id, WINDOW)).toEqual({ total: 0, items: [] });
  });

  it('are stored once for each account: a second one replaces the first', async () => {
    const { store, acme, other, ada } = await world();
    await put(store, stateOf(acme.id, ada), stateOf(other.id, ada, { userName: 'Ada' }));
    expect(await store.read.scimUsers.byId(acme.id, ada.id)).toBeUndefined();
    expect((await store.read.scimUsers.byId(other.id, ada.id))?.userName).toBe('Ada');
  });

  it('have a userName that is unique in the organization, in any case', async () => {
    const { store, acme, other, ada, bob } = await world();
    await put(store, stateOf(acme.id, ada, { userName: 'Ada' }));
    const taken = { code: 'conflict', data: { field: 'userName' } };
    await expect(put(store, stateOf(acme.id, bob, { userName: 'ADA' }))).rejects.toMatchObject(taken);
    await put(store, stateOf(other.id, bob, { userName: 'ADA' }));
    await put(store, stateOf(acme.id, ada, { userName: 'Ada', deletedAt: T0 }));
    await put(store, stateOf(acme.id, bob, { userName: 'aDa' }));
    expect((await store.read.scimUsers.list(acme.id, WINDOW)).items.map(({ userName }) => userName)).toEqual(['aDa']);
  });

  it('are listed by userName in any case, in parts, and found by userName, externalId or e-mail address', async () => {
    const { store, acme, ada, bob } = await world();
    const eve = await insertAccount(store, 'eve');
    await put(
      store,
      stateOf(acme.id, ada, { userName: 'C', externalId: 'x' }),
      stateOf(acme.id, bob, { userName: 'a' }),
      stateOf(acme.id, eve, { userName: 'B' }),
    );
    const names = async (filter: object) =>
      (await store.read.scimUsers.list(acme.id, { ...WINDOW, ...filter })).items.map(({ userName }) => userName);
    expect(await names({})).toEqual(['a', 'B', 'C']);
    expect((await store.read.scimUsers.list(acme.id, { offset: 1, limit: 1 })).total).toBe(3);
    expect(await names({ offset: 1, limit: 1 })).toEqual(['B']);
    expect(await names({ limit: 0 })).toEqual([]);
    expect([await names({ userName: 'b' }), await names({ externalId: 'x' })]).toEqual([['B'], ['C']]);
    expect(await names({ externalId: 'X' })).toEqual([]);
    expect(await names({ email: bob.email.toUpperCase() })).toEqual(['a']);
  });

  it('are found only by their account after they were deleted', async () => {
    const { store, acme, ada } = await world();
    const state = stateOf(acme.id, ada, { deletedAt: T0 });
    await put(store, state);
    expect(await store.read.scimUsers.byId(acme.id, ada.id)).toBeUndefined();
    expect((await store.read.scimUsers.list(acme.id, WINDOW)).total).toBe(0);
    expect(await store.read.scimUsers.ofAccount(ada.id)).toEqual(state);
  });

  it('count as members only if they are members of the organization', async () => {
    const { store, acme, other, ada, bob } = await world();
    await put(store, stateOf(acme.id, ada), stateOf(acme.id, bob));
    await change(store, async ({ organizations }) => {
      await organizations.putMember(acme.id, ada.id, 'member', T0);
      await organizations.putMember(other.id, bob.id, 'member', T0);
    });
    const ids = async (...wanted: string[]) =>
      (await store.read.scimUsers.byIds(acme.id, wanted))
        .map(({ account, isMember }) => `${account.name} ${isMember}`)
        .sort();
    expect([await ids(ada.id, bob.id, 'x'), await ids(bob.id), await ids()]).toEqual([
      ['ada true', 'bob false'],
      ['bob false'],
      [],
    ]);
  });

  it('R26: the note that SCIM disabled a user can be removed once', async () => {
    const { store, acme, ada, bob } = await world();
    await put(store, stateOf(acme.id, ada, { disabledAt: T0 }), stateOf(acme.id, bob));
    const forget = (id: string) => change(store, ({ scimUsers }) => scimUsers.forgetDisabling(id));
    expect([await forget(ada.id), await forget(ada.id), await forget(bob.id)]).toEqual([true, false, false]);
    expect((await store.read.scimUsers.ofAccount(ada.id))?.disabledAt).toBeNull();
  });
});
