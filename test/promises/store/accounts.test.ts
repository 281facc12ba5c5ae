import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { anAccount, anOrganization, change, insertAccount, insertOrganization, T0 } from './sample-records.ts';

describeStores('the accounts table', (fresh) => {
  it('finds an account by id, name and e-mail address, as it was stored', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada', { isAdministrator: true, passwordHash: null, disabledAt: T0 + 5 });
    expect(await store.read.accounts.byId(ada.id)).toEqual(ada);
    expect(await store.read.accounts.byName('ada')).toEqual(ada);
    expect(await store.read.accounts.byEmail('ada@example.org')).toEqual(ada);
    expect(await store.read.accounts.byName('bob')).toBeUndefined();
  });

  it('refuses a name that an account or an organization has', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    await insertOrganization(store, 'acme');
    const taken = { code: 'conflict', data: { reason: 'the name is taken' } };
    for (const name of ['ada', 'acme']) {
      const account = anAccount(name, { email: 'new@example.org' });
      await expect(change(store, (records) => records.accounts.insert(account))).rejects.toMatchObject(taken);
      const organization = anOrganization(name);
      await expect(change(store, (records) => records.organizations.insert(organization))).rejects.toMatchObject(taken);
    }
    expect(await store.read.accounts.namespaceTaken('acme')).toBe(true);
    expect(await store.read.accounts.namespaceTaken('new')).toBe(false);
  });

  it('refuses an e-mail address that another account has', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    const second = anAccount('ada2', { email: 'ada@example.org' });
    await expect(change(store, (records) => records.accounts.insert(second))).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'the e-mail address is taken' },
    });
    expect(await store.read.accounts.namespaceTaken('ada2')).toBe(false);
  });

  it('knows whether there is an administrator', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    expect(await store.read.accounts.hasAdministrator()).toBe(false);
    await insertAccount(store, 'root', { isAdministrator: true });
    expect(await store.read.accounts.hasAdministrator()).toBe(true);
  });

  it('stores a new password and whether the account is disabled', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    await change(store, async (records) => {
      await records.accounts.setPasswordHash(ada.id, '$argon2id$other');
      await records.accounts.setDisabledAt(ada.id, T0 + 1);
    });
    const changed = { ...ada, passwordHash: '$argon2id$other', disabledAt: T0 + 1 };
    expect(await store.read.accounts.byId(ada.id)).toEqual(changed);
    await change(store, (records) => records.accounts.setDisabledAt(ada.id, null));
    expect((await store.read.accounts.byId(ada.id))?.disabledAt).toBeNull();
  });

  it('lists accounts by name, in pages, with the total', async () => {
    const store = await (await fresh()).openStore();
    for (const name of ['ab', 'a-c', 'a', 'b']) await insertAccount(store, name);
    const first = await store.read.accounts.list({ page: 1, pageSize: 3 });
    const second = await store.read.accounts.list({ page: 2, pageSize: 3 });
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'a-c', 'ab']);
    expect(second.items.map(({ name }) => name)).toEqual(['b']);
    expect([first.total, second.total]).toEqual([4, 4]);
    expect(await store.read.accounts.list({ page: 9, pageSize: 3 })).toEqual({ total: 4, items: [] });
  });

  it('searches a part of the name or e-mail address, and takes wildcards literally', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada', { email: 'lovelace_a@example.org' });
    await insertAccount(store, 'bob', { email: 'lovelacexa@example.org' });
    const found = async (search: string) => {
      const { total, items } = await store.read.accounts.list({ page: 1, pageSize: 10, search });
      expect(items).toHaveLength(total);
      return items.map(({ name }) => name);
    };
    expect(await found('DA')).toEqual(['ada']);
    expect(await found('lovelace')).toEqual(['ada', 'bob']);
    expect(await found('lovelace_')).toEqual(['ada']);
    expect(await found('%')).toEqual([]);
    expect(await found('\\')).toEqual([]);
  });
});
