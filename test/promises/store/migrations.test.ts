import { expect, it } from 'vitest';
import { describeEmptyStores } from './open-stores.ts';
import { digestOf, insertAccount, insertToken } from './sample-records.ts';

describeEmptyStores('the schema', (fresh) => {
  it('is created once when several processes start at the same time', async () => {
    const database = await fresh();
    const stores = await Promise.all(Array.from({ length: 4 }, () => database.openStore()));
    await insertAccount(stores[0] as (typeof stores)[number], 'ada');
    for (const store of stores) expect(await store.read.accounts.byName('ada')).toBeDefined();
    expect(await database.query('select sequence from audit_head')).toHaveLength(1);
  });

  it('R8: keeps all data over a restart', async () => {
    const database = await fresh();
    const before = await database.openStore();
    const ada = await insertAccount(before, 'ada');
    const head = await before.read.audit.head();
    expect(head.sequence).toBe(1);
    await before.close();
    const after = await database.openStore();
    expect(await after.read.accounts.byId(ada.id)).toEqual(ada);
    expect(await after.read.audit.head()).toEqual(head);
  });

  it('R43: keeps the tokens of the previous version unchanged', async () => {
    const database = await fresh();
    const before = await database.openStore();
    const token = await insertToken(before, (await insertAccount(before, 'ada')).id);
    await before.close();
    for (const column of ['created_by', 'hub_resources', 'hub_description']) {
      await database.query(`alter table access_tokens drop column ${column}`);
    }
    await database.query(`delete from schema_steps where name = '0003-organization-tokens'`);
    const { access, tokens } = (await database.openStore()).read;
    expect(await tokens.byId(token.id)).toEqual({ ...token, createdBy: null });
    expect(await access.credential(digestOf(token.id))).toBeDefined();
  });

  it('R43: works with the schema of a later version, and reads continue while a column is added', async () => {
    const database = await fresh();
    const store = await database.openStore();
    await insertAccount(store, 'ada');
    await store.read.access.standing(null, { namespace: 'ada', name: 'app' });
    await store.read.access.credential('0');
    for (const table of ['accounts', 'access_tokens', 'repositories', 'namespaces']) {
      await database.query(`alter table ${table} add column of_a_later_version integer`);
    }
    expect(await store.read.access.credential('0')).toBeUndefined();
    expect(await store.read.access.standing(null, { namespace: 'ada', name: 'app' })).toBeDefined();
    const restarted = await database.openStore();
    expect(await restarted.read.accounts.byName('ada')).toBeDefined();
  });
});
