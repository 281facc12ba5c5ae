import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@lanyard/core/domain-error';
import type { Records, Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { anAccount, anEvent, aRepository, aToken, change, digestOf, insertAccount, T0 } from './sample-records.ts';

const ALL = { page: 1, pageSize: 100 };

async function names(store: Store): Promise<readonly string[]> {
  return (await store.read.accounts.list(ALL)).items.map(({ name }) => name);
}

describeStores('a transaction', (fresh) => {
  it('returns the result of its work, and every process sees what it wrote', async () => {
    const database = await fresh();
    const [one, two] = [await database.openStore(), await database.openStore()];
    const result = await change(one, async ({ accounts }) => {
      await accounts.insert(anAccount('ada'));
      return 'made';
    });
    expect(result).toBe('made');
    expect(await names(two)).toEqual(['ada']);
  });

  it('R10: leaves no trace when its work fails', async () => {
    const store = await (await fresh()).openStore();
    const failing = store.transaction(async ({ accounts, audit }) => {
      await accounts.insert(anAccount('ada'));
      await audit.append(anEvent());
      throw new DomainError('forbidden', { reason: 'no' });
    });
    await expect(failing).rejects.toMatchObject({ code: 'forbidden' });
    expect(await names(store)).toEqual([]);
    expect((await store.read.audit.head()).sequence).toBe(0);
    expect(await store.read.audit.after(0, 10)).toEqual([]);
  });

  it('is invisible from outside until it ends, and does not block readers', async () => {
    const store = await (await fresh()).openStore();
    await change(store, async ({ accounts }) => {
      await accounts.insert(anAccount('ada'));
      expect(await names(store)).toEqual([]);
      expect((await accounts.list(ALL)).total).toBe(1);
    });
    expect(await names(store)).toEqual(['ada']);
  });

  it('reads what it wrote itself, also with the registry token queries', async () => {
    const store = await (await fresh()).openStore();
    const ada = anAccount('ada');
    const token = aToken(ada.id);
    const inside = await change(store, async ({ access, accounts, tokens, repositories }) => {
      await accounts.insert(ada);
      await tokens.insert(token, digestOf(token.id));
      await repositories.insert(aRepository('ada', 'app'));
      return [
        await access.credential(digestOf(token.id)),
        await access.standing(null, { namespace: 'ada', name: 'app' }),
      ];
    });
    const { access } = store.read;
    expect(inside).toMatchObject([{ owner: { name: 'ada' } }, { namespaceOwnerId: ada.id }]);
    expect(inside).toEqual([
      await access.credential(digestOf(token.id)),
      await access.standing(null, { namespace: 'ada', name: 'app' }),
    ]);
  });

  it('never waits for a reader, even if many transactions read outside themselves', async () => {
    const store = await (await fresh()).openStore();
    const work = Array.from({ length: 15 }, (_, index) =>
      change(store, async ({ accounts }) => {
        await accounts.insert(anAccount(`name-${index}`));
        await store.read.accounts.hasAdministrator();
      }),
    );
    await Promise.all(work);
    expect(await names(store)).toHaveLength(15);
  });

  it('refuses another transaction inside it', async () => {
    const store = await (await fresh()).openStore();
    const nested = store.transaction(() => store.transaction(async () => 'never'));
    await expect(nested).rejects.toThrow('a transaction is open already');
    await expect(nested).rejects.not.toBeInstanceOf(DomainError);
    await insertAccount(store, 'ada');
  });

  it('allows work that it started for later to open its own transaction', async () => {
    const store = await (await fresh()).openStore();
    const ended = Promise.withResolvers<void>();
    const later: Promise<unknown>[] = [];
    await change(store, async ({ accounts }) => {
      later.push(ended.promise.then(() => insertAccount(store, 'bob')));
      await accounts.insert(anAccount('ada'));
    });
    ended.resolve();
    await Promise.all(later);
    expect(await names(store)).toEqual(['ada', 'bob']);
  });

  it('gives out records that are unusable after it ended', async () => {
    const store = await (await fresh()).openStore();
    const kept: Records[] = [];
    await store.transaction(async (records) => void kept.push(records));
    const failed = store.transaction(async (records) => {
      kept.push(records);
      throw new Error('failed');
    });
    await expect(failed).rejects.toThrow('failed');
    for (const records of kept) {
      await expect(records.accounts.insert(anAccount('ada'))).rejects.toThrow('transaction has ended');
      await expect(records.access.credential(digestOf('one'))).rejects.toThrow('transaction has ended');
      await expect(records.access.standing(null, { namespace: 'ada', name: 'app' })).rejects.toThrow(
        'transaction has ended',
      );
    }
    expect(await names(store)).toEqual([]);
  });

  it('includes writes that nobody waited for, and never lets them write outside it', async () => {
    const store = await (await fresh()).openStore();
    await change(store, async ({ accounts }) => {
      void accounts.insert(anAccount('ada'));
      void accounts.insert(anAccount('bob'));
    });
    expect(await names(store)).toEqual(['ada', 'bob']);
    const failing = change(store, async ({ accounts }) => {
      await Promise.all([accounts.insert(anAccount('ada')), accounts.insert(anAccount('cora'))]);
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(await names(store)).toEqual(['ada', 'bob']);
  });

  it('fails when one of its writes failed, even if its work went on', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    const careless = change(store, async ({ accounts }) => {
      await accounts.insert(anAccount('ada')).catch(() => undefined);
      await accounts.insert(anAccount('bob')).catch(() => undefined);
    });
    await expect(careless).rejects.toMatchObject({ code: 'conflict' });
    expect(await names(store)).toEqual(['ada']);
  });

  it('does not start in a closed store, and closing waits for a running one', async () => {
    const database = await fresh();
    const store = await database.openStore();
    const running = change(store, async ({ accounts }) => {
      await accounts.insert(anAccount('ada'));
      await delay(50);
      await accounts.setDisabledAt('none', T0);
    });
    await delay(20);
    await store.close();
    await running;
    await expect(store.transaction(async () => 'never')).rejects.toThrow('closed');
    await store.close();
    expect(await names(await database.openStore())).toEqual(['ada']);
  });
});

describeStores('the read view', (fresh) => {
  it('cannot write, even if its type is changed by a cast', async () => {
    const store = await (await fresh()).openStore();
    const writable = store.read as Records;
    const attempt = async () => writable.accounts.insert(anAccount('ada'));
    await expect(attempt()).rejects.toThrow();
    expect(await names(store)).toEqual([]);
  });

  it('R41: refuses text that no database can hold', async () => {
    const store = await (await fresh()).openStore();
    for (const name of ['a\u0000b', 'a\ud800b']) {
      await expect(store.read.accounts.byName(name)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(store.read.accounts.list({ ...ALL, search: name })).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('gives an empty page for a very large page number', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    const page = await store.read.accounts.list({ page: Number.MAX_SAFE_INTEGER, pageSize: 100 });
    expect(page).toEqual({ total: 1, items: [] });
  });
});
