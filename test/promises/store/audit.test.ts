import { chainEvent, EMPTY_HEAD, findAuditBreak } from '@lanyard/core/audit/audit-chain';
import { leafOf, openTree } from '@lanyard/core/audit/kept-tree';
import { treeOf } from '@lanyard/core/audit/merkle-tree';
import { openStore } from '@lanyard/server/store/open-store';
import type { AuditFilter } from '@lanyard/server/store/records/audit/audit';
import type { Store } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { AUDIT_MAC, describeStores } from './open-stores.ts';
import { anEvent, T0 } from './sample-records.ts';

const COLUMNS = `at, action, actor_type, actor_id, subject_type, subject_id, subject_name, namespace, address, client, data,
  previous_digest, digest`;

/** Writes the first event again, as if `eve` had done it. */
const copyInto = (verb: string, place = 'sequence, id') =>
  `${verb} into audit_events (sequence, id, actor_name, ${COLUMNS})
    select ${place}, 'eve', ${COLUMNS} from audit_events where sequence = 1`;

describeStores('audit events', (fresh) => {
  it('R13: form one chain and come back as they were appended', async () => {
    const store = await (await fresh()).openStore();
    expect(await store.read.audit.head()).toEqual(EMPTY_HEAD);
    const events = [
      anEvent({ data: { text: 'naïve "quoted" 日本 \u{1f511}', list: ['b', 'a'], count: 2 ** 53 - 1, flag: false } }),
      anEvent({ namespace: null, subject: { type: 'registry', id: 'r', name: 'main' } }),
      anEvent({ data: {} }),
    ];
    for (const event of events) await store.transaction(({ audit }) => audit.append(event));
    const chained = await store.read.audit.after(0, 10);
    expect(chained).toMatchObject(events);
    const head = await store.read.audit.head();
    expect(head.sequence).toBe(3);
    expect(findAuditBreak(AUDIT_MAC, chained, { end: head })).toBeUndefined();
  });

  it('R13: two processes that append events at the same time form one unbroken chain', async () => {
    const database = await fresh();
    const stores = [await database.openStore(), await database.openStore()] as const;
    const appends = Array.from({ length: 60 }, (_, index) =>
      (stores[index % 2] as Store).transaction(async ({ audit }) => {
        await audit.append(anEvent({ at: T0 + index }));
        await audit.append(anEvent({ at: T0 + index, action: 'token.changed' }));
      }),
    );
    await Promise.all(appends);
    const chained = await stores[0].read.audit.after(0, 1000);
    expect(chained).toHaveLength(120);
    expect(findAuditBreak(AUDIT_MAC, chained, { end: await stores[1].read.audit.head() })).toBeUndefined();
  });

  it('R13: a transaction that appends events at the same time forms one unbroken chain', async () => {
    const store = await (await fresh()).openStore();
    await store.transaction(({ audit }) => Promise.all([1, 2, 3].map(() => audit.append(anEvent()))));
    const chained = await store.read.audit.after(0, 10);
    expect(chained).toHaveLength(3);
    expect(findAuditBreak(AUDIT_MAC, chained, { end: await store.read.audit.head() })).toBeUndefined();
  });

  it('R10: are stored together with their change or not at all', async () => {
    const store = await (await fresh()).openStore();
    await store.transaction(({ audit }) => audit.append(anEvent()));
    const failing = store.transaction(async ({ audit }) => {
      await audit.append(anEvent());
      throw new Error('thought better of it');
    });
    await expect(failing).rejects.toThrow('thought better of it');
    const head = await store.read.audit.head();
    expect(head.sequence).toBe(1);
    await store.transaction(({ audit }) => audit.append(anEvent()));
    expect(findAuditBreak(AUDIT_MAC, await store.read.audit.after(0, 10))).toBeUndefined();
  });

  it('R13: cannot be changed or deleted, even outside the store', async () => {
    const database = await fresh();
    const store = await database.openStore();
    await store.transaction(({ audit }) => audit.append(anEvent()));
    await store.placeAuditEvents();
    const edits = [`update audit_events set actor_name = 'eve'`, 'delete from audit_events where sequence = 1'];
    if (database.dialect === 'postgres') edits.push('truncate audit_events');
    edits.push(
      database.dialect === 'postgres'
        ? `${copyInto('insert')} on conflict (sequence) do update set actor_name = 'eve'`
        : "update or replace audit_events set actor_name = 'eve'",
    );
    for (const edit of edits) await expect(database.query(edit)).rejects.toThrow('audit events are never changed');
    for (const verb of database.dialect === 'sqlite' ? ['insert or replace', 'replace'] : []) {
      await expect(database.query(copyInto(verb))).rejects.toThrow('the audit log has this event already');
    }
    expect(await store.read.audit.after(0, 10)).toMatchObject([{ actor: { name: 'ada' } }]);
  });

  it('attack 47: are not appended after a forged event, and the error says that the log is damaged', async () => {
    const database = await fresh();
    const store = await database.openStore();
    const append = () => store.transaction(({ audit }) => audit.append(anEvent()));
    await append();
    await store.placeAuditEvents();
    await database.query(copyInto('insert', "2, 'forged'"));
    await append();
    await expect(store.placeAuditEvents()).rejects.toMatchObject({ code: 'audit-log-damaged' });
    await expect(append()).rejects.toMatchObject({ code: 'audit-log-damaged' });
  });

  it('R13: of a version without a tree become its leaves, also while that version still appends events', async () => {
    const database = await fresh();
    const before = await database.openStore();
    await before.transaction(async ({ audit }) => {
      for (let made = 0; made < 300; made += 1) await audit.append(anEvent());
    });
    await before.read.audit.head();
    await before.close();
    for (const table of ['audit_waiting', 'audit_tree', 'audit_tiles']) await database.query(`drop table ${table}`);
    await database.query(`delete from schema_steps where name = '0030-audit-tree'`);
    const store = await database.openStore();
    expect(await store.read.audit.isUnsettled()).toBe(true);
    await store.placeAuditEvents();
    const events = await store.read.audit.after(0, 1000);
    const tree = treeOf(events.map(leafOf));
    expect(openTree(AUDIT_MAC, await store.read.audit.tree())).toEqual(tree);
    const hashes = Buffer.concat(events.slice(0, 256).map(leafOf)).toString('base64');
    expect(await store.read.audit.tile(0)).toMatchObject({ hashes });
    const [last] = events.slice(-1);
    if (!last) throw new Error('there are no events');
    const next = chainEvent(AUDIT_MAC, last, { ...last, id: 'of before' });
    const copied = COLUMNS.replace('previous_digest, digest', `'${next.previousDigest}', '${next.digest}'`);
    await database.query(`insert into audit_events (sequence, id, actor_name, ${COLUMNS})
      select 301, 'of before', actor_name, ${copied} from audit_events where sequence = 300`);
    await database.query(`update audit_head set sequence = 301, digest = '${next.digest}'`);
    await store.placeAuditEvents();
    expect((await store.read.audit.tree()).size).toBe(301);
  });

  it('R13: written without the key get no place, and no change is accepted until they are deleted', async () => {
    const database = await fresh();
    const store = await database.openStore();
    const append = () => store.transaction(({ audit }) => audit.append(anEvent()));
    await append();
    await database.query(`insert into audit_waiting (event, mac) select event, mac from audit_waiting`);
    await database.query(`update audit_waiting set event = replace(event, 'ada', 'eve') where place = 2`);
    await expect(store.placeAuditEvents()).rejects.toMatchObject({ code: 'audit-log-damaged' });
    await expect(append()).rejects.toMatchObject({ code: 'audit-log-damaged' });
    await database.query('delete from audit_waiting where place = 2');
    await store.placeAuditEvents();
    await append();
    // The same event again has a valid code, but its id is taken.
    await database.query(`insert into audit_waiting (event, mac) select event, mac from audit_waiting`);
    await expect(store.placeAuditEvents()).rejects.toMatchObject({ code: 'audit-log-damaged' });
  });

  it('R13: cannot hold text that the database would change, because that would break the chain', async () => {
    const store = await (await fresh()).openStore();
    for (const text of ['lone \ud800 surrogate', 'nul \u0000']) {
      const append = store.transaction(({ audit }) => audit.append(anEvent({ data: { text } })));
      await expect(append).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await store.read.audit.head()).toEqual(EMPTY_HEAD);
  });

  it('are read in order after a given sequence number, up to a given count', async () => {
    const store = await (await fresh()).openStore();
    await store.transaction(async ({ audit }) => {
      for (let made = 0; made < 5; made += 1) await audit.append(anEvent());
    });
    const sequences = (await store.read.audit.after(2, 2)).map(({ sequence }) => sequence);
    expect(sequences).toEqual([3, 4]);
  });
});

describeWith(['postgres'], 'R56: a change on PostgreSQL', () => {
  it('does not wait for a process that holds the head of the log, and gets its place afterwards', async () => {
    const databaseUrl = await migratedDatabase();
    const store = await openStore({ databaseUrl, dataFolder: '' }, async () => AUDIT_MAC);
    const other = new Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin');
    await other.query('select * from audit_head for update');
    const append = () => store.transaction(({ audit }) => audit.append(anEvent()));
    await Promise.all([append(), append(), append()]);
    // Another process is doing it, so this one does not wait.
    await store.placeAuditEvents();
    expect((await other.query('select count(*)::int as count from audit_waiting')).rows).toEqual([{ count: 3 }]);
    await other.query('commit');
    await store.placeAuditEvents();
    expect((await store.read.audit.head()).sequence).toBe(3);
    await other.end();
    await store.close();
  });

  it('R56: does not wait for the event of a change that has not ended', async () => {
    const databaseUrl = await migratedDatabase();
    const store = await openStore({ databaseUrl, dataFolder: '' }, async () => AUDIT_MAC);
    const append = () => store.transaction(({ audit }) => audit.append(anEvent()));
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const long = store.transaction(async ({ audit }) => {
      await audit.append(anEvent());
      await released;
    });
    await append();
    await append();
    expect((await store.read.audit.head()).sequence).toBe(2);
    release();
    await long;
    expect((await store.read.audit.head()).sequence).toBe(3);
    await store.close();
  });
});

describeStores('the list of audit events', (fresh) => {
  async function written(): Promise<Store> {
    const store = await (await fresh()).openStore();
    const bob = { type: 'account', id: 'account-2', name: 'bob' } as const;
    const events = [
      anEvent({ at: T0 }),
      anEvent({ at: T0, action: 'token.deleted' }),
      anEvent({ at: T0 + 1, namespace: 'acme', actor: bob }),
      anEvent({ at: T0 + 2, namespace: null, subject: bob }),
    ];
    for (const event of events) await store.transaction(({ audit }) => audit.append(event));
    return store;
  }

  it('has the newest first, in pages that stay the same', async () => {
    const store = await written();
    const pages = await Promise.all([1, 2, 3].map((page) => store.read.audit.list({ page, pageSize: 2 })));
    const sequences = pages.map(({ items }) => items.map(({ sequence }) => sequence));
    expect(sequences).toEqual([[4, 3], [2, 1], []]);
    expect(pages.map(({ total }) => total)).toEqual([4, 4, 4]);
  });

  it('can be filtered by namespace, action, actor, subject and time', async () => {
    const store = await written();
    const found = async (filter: Partial<AuditFilter>) => {
      const { total, items } = await store.read.audit.list({ page: 1, pageSize: 10, ...filter });
      expect(total).toBe(items.length);
      return items.map(({ sequence }) => sequence);
    };
    expect(await found({ namespace: 'ada' })).toEqual([2, 1]);
    expect(await found({ action: 'token.deleted' })).toEqual([2]);
    expect(await found({ actorName: 'bob' })).toEqual([3]);
    expect(await found({ subjectId: 'account-2' })).toEqual([4]);
    expect(await found({ subjectName: 'laptop', namespace: 'ada' })).toEqual([2, 1]);
    expect(await found({ subjectName: 'lap' })).toEqual([]);
    expect(await found({ from: T0 + 1 })).toEqual([4, 3]);
    expect(await found({ to: T0 + 1 })).toEqual([2, 1]);
    expect(await found({ namespace: 'ada', action: 'token.created', from: T0, to: T0 + 9 })).toEqual([1]);
  });
});
