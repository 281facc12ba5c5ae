import { EMPTY_HEAD, findAuditBreak } from '@lanyard/core/audit/audit-chain';
import type { AuditFilter } from '@lanyard/server/store/records/audit';
import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { anEvent, T0 } from './sample-records.ts';

describeStores('audit events', (fresh) => {
  it('R13: form one chain, as they were told', async () => {
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
    expect(findAuditBreak(chained, EMPTY_HEAD, head)).toBeUndefined();
  });

  it('R13: appended in parallel by two processes keep one unbroken chain', async () => {
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
    expect(findAuditBreak(chained, EMPTY_HEAD, await stores[1].read.audit.head())).toBeUndefined();
  });

  it('R13: appended side by side in one transaction follow each other', async () => {
    const store = await (await fresh()).openStore();
    await store.transaction(({ audit }) => Promise.all([1, 2, 3].map(() => audit.append(anEvent()))));
    const chained = await store.read.audit.after(0, 10);
    expect(chained).toHaveLength(3);
    expect(findAuditBreak(chained, EMPTY_HEAD, await store.read.audit.head())).toBeUndefined();
  });

  it('R10: stand with their change or not at all', async () => {
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
    expect(findAuditBreak(await store.read.audit.after(0, 10))).toBeUndefined();
  });

  it('R13: are edited and deleted by nobody, not past the store either', async () => {
    const database = await fresh();
    const store = await database.openStore();
    await store.transaction(({ audit }) => audit.append(anEvent()));
    const edits = [`update audit_events set actor_name = 'eve'`, 'delete from audit_events where sequence = 1'];
    if (database.dialect === 'postgres') edits.push('truncate audit_events');
    for (const edit of edits) await expect(database.query(edit)).rejects.toThrow('audit events are never changed');
    expect(await store.read.audit.after(0, 10)).toHaveLength(1);
  });

  it('R13: refuse text that the database would give back changed, which would break the chain', async () => {
    const store = await (await fresh()).openStore();
    for (const text of ['lone \ud800 surrogate', 'nul \u0000']) {
      const append = store.transaction(({ audit }) => audit.append(anEvent({ data: { text } })));
      await expect(append).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await store.read.audit.head()).toEqual(EMPTY_HEAD);
  });

  it('are read after a sequence, in order, so many at most', async () => {
    const store = await (await fresh()).openStore();
    await store.transaction(async ({ audit }) => {
      for (let made = 0; made < 5; made += 1) await audit.append(anEvent());
    });
    const sequences = (await store.read.audit.after(2, 2)).map(({ sequence }) => sequence);
    expect(sequences).toEqual([3, 4]);
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

  it('is newest first, in pages that are the same every time', async () => {
    const store = await written();
    const pages = await Promise.all([1, 2, 3].map((page) => store.read.audit.list({ page, pageSize: 2 })));
    const sequences = pages.map(({ items }) => items.map(({ sequence }) => sequence));
    expect(sequences).toEqual([[4, 3], [2, 1], []]);
    expect(pages.map(({ total }) => total)).toEqual([4, 4, 4]);
  });

  it('is filtered by namespace, action, actor, subject and time', async () => {
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
