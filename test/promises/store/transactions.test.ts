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
  it('gives the result of its work, and what it wrote is there for every process', async () => {
    const database = await fresh();
    const [one, two] = [await database.openStore(), await database.openStore()];
    const result = await change(one, async ({ accounts }) => {
      await accounts.insert(anAccount('ada'));
      return 'made';
    });
    expect(result).toBe('made');
    expect(await names(two)).toEqual(['ada']);
  });

  it('R10: leaves nothing when its work fails', async () => {
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

  it('is not seen from outside before it ends, and does not make readers wait', async () => {
    const store = await (await fresh()).openStore();
    await change(store, async ({ accounts }) => {
      await accounts.insert(anAccount('ada'));
      expect(await names(store)).toEqual([]);
      expect((await accounts.list(ALL)).total).toBe(1);
    });
    expect(await names(store)).toEqual(['ada']);
  });

  it('sees what it wrote itself, in the look-ups of registry tokens too', async () => {
    const store = await (await fresh()).openStore();
    const ada = anAccount('ada');
    const token = aToken(ada.id);
    const inside = await change(store, async ({ accounts, tokens, repositories }) => {
      await accounts.insert(ada);
      await tokens.insert(token, digestOf(token.id));
      await repositories.insert(aRepository('ada', 'app'));
      return [await tokens.findCredential(digestOf(token.id)), await repositories.standing(null, 'ada', 'app')];
    });
    const { tokens, repositories } = store.read;
    expect(inside).toMatchObject([{ owner: { name: 'ada' } }, { namespaceOwnerId: ada.id }]);
    expect(inside).toEqual([
      await tokens.findCredential(digestOf(token.id)),
      await repositories.standing(null, 'ada', 'app'),
    ]);
  });

  it('never waits for a reader, however many transactions read outside themselves', async () => {
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

  it('refuses another inside it', async () => {
    const store = await (await fresh()).openStore();
    const nested = store.transaction(() => store.transaction(async () => 'never'));
    await expect(nested).rejects.toThrow('a transaction is open already');
    await expect(nested).rejects.not.toBeInstanceOf(DomainError);
    await insertAccount(store, 'ada');
  });

  it('leaves the work that it started for later free to open its own', async () => {
    const store = await (await fresh()).openStore();
    const later: Promise<unknown>[] = [];
    await change(store, async ({ accounts }) => {
      later.push(delay(50).then(() => insertAccount(store, 'bob')));
      await accounts.insert(anAccount('ada'));
    });
    await Promise.all(later);
    expect(await names(store)).toEqual(['ada', 'bob']);
  });

  it('hands out records that are worthless after it ended', async () => {
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
      await expect(records.tokens.findCredential(digestOf('one'))).rejects.toThrow('transaction has ended');
      await expect(records.repositories.standing(null, 'ada', 'app')).rejects.toThrow('transaction has ended');
    }
    expect(await names(store)).toEqual([]);
  });

  it('takes what was begun without waiting for it along, and never lets it write outside', async () => {
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

  it('fails when a write of it failed, even if its work went on', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    const careless = change(store, async ({ accounts }) => {
      await accounts.insert(anAccount('ada')).catch(() => undefined);
      await accounts.insert(anAccount('bob')).catch(() => undefined);
    });
    await expect(careless).rejects.toMatchObject({ code: 'conflict' });
    expect(await names(store)).toEqual(['ada']);
  });

  it('does not start in a store that is closed, and closing waits for the one that runs', async () => {
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
  it('cannot write, whatever its type is taken for', async () => {
    const store = await (await fresh()).openStore();
    const writable = store.read as Records;
    const attempt = async () => writable.accounts.insert(anAccount('ada'));
    await expect(attempt()).rejects.toThrow();
    expect(await names(store)).toEqual([]);
  });

  it('R41: answers text that no database can hold as bad input', async () => {
    const store = await (await fresh()).openStore();
    for (const name of ['a\u0000b', 'a\ud800b']) {
      await expect(store.read.accounts.byName(name)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(store.read.accounts.list({ ...ALL, search: name })).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('answers a page beyond all numbers with an empty one', async () => {
    const store = await (await fresh()).openStore();
    await insertAccount(store, 'ada');
    const page = await store.read.accounts.list({ page: Number.MAX_SAFE_INTEGER, pageSize: 100 });
    expect(page).toEqual({ total: 1, items: [] });
  });
});
