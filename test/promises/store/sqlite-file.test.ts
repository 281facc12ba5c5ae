import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openStore } from '@lanyard/server/store/open-store';
import { CREDENTIAL, CREDENTIAL_AT, STANDING } from '@lanyard/server/store/records/access/access';
import { describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { AUDIT_MAC } from './open-stores.ts';
import { anAccount, aUse, DAY, insertAccount, insertToken } from './sample-records.ts';
import { startSqliteProcess } from './start-sqlite-process.ts';

async function storeIn(folder: TemporaryFolder) {
  const dataFolder = join(folder.path, 'data');
  return { dataFolder, store: await openStore({ databaseUrl: undefined, dataFolder }, async () => AUDIT_MAC) };
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe('the SQLite file', () => {
  it('R17: and the files beside it are readable only by their owner', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder, store } = await storeIn(folder);
    await insertAccount(store, 'ada');
    expect(await modeOf(dataFolder)).toBe('700');
    const files = await readdir(dataFolder);
    expect(files.toSorted()).toEqual(['lanyard.db', 'lanyard.db-shm', 'lanyard.db-wal']);
    for (const file of files) expect(await modeOf(join(dataFolder, file))).toBe('600');
    await store.close();
    expect(await readdir(dataFolder)).toEqual(['lanyard.db']);
  });

  it('lets a writer wait for another process while this process goes on', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder, store } = await storeIn(folder);
    const other = startSqliteProcess(join(dataFolder, 'lanyard.db'));
    await other.query('begin immediate');
    const waiting = insertAccount(store, 'ada');
    await delay(100);
    expect(await store.read.accounts.byName('ada')).toBeUndefined();
    await other.query('commit');
    await waiting;
    expect(await store.read.accounts.byName('ada')).toBeDefined();
    await other.stop();
    await store.close();
  });

  it('R11: is unavailable and unchanged while another process keeps it locked', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder, store } = await storeIn(folder);
    const other = startSqliteProcess(join(dataFolder, 'lanyard.db'));
    await other.query('begin immediate');
    const refused = store.transaction(({ accounts }) => accounts.insert(anAccount('ada')));
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', data: { what: 'database' } });
    await other.query('rollback');
    await other.stop();
    expect(await store.read.accounts.byName('ada')).toBeUndefined();
    await insertAccount(store, 'bob');
    await store.close();
  });

  it('gets a long log of changes from another thread, so that no request waits for the disk', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder, store } = await storeIn(folder);
    const { id } = await insertAccount(store, 'ada');
    const token = (await insertToken(store, id)).id;
    const sizeOf = async (file: string) => (await stat(join(dataFolder, file))).size;
    const before = await sizeOf('lanyard.db');
    for (let day = 1; (await sizeOf('lanyard.db-wal')) < 4 * 2 ** 20; day += 1) {
      const uses = Array.from({ length: 1_000 }, (_, place) => aUse(token, { at: day * DAY, client: `${place}` }));
      await store.transaction(({ usage }) => usage.record(uses));
    }
    await expect.poll(() => sizeOf('lanyard.db')).toBeGreaterThan(before);
    await store.close();
  });

  it('uses an index at every step of the registry token queries', async () => {
    await using folder = await temporaryFolder();
    const { dataFolder, store } = await storeIn(folder);
    const other = startSqliteProcess(join(dataFolder, 'lanyard.db'));
    const plan = async (statement: string) => {
      const steps = await other.query(`explain query plan ${statement.replaceAll('?', "'x'")}`);
      return steps.map(({ detail }) => String(detail));
    };
    for (const statement of [CREDENTIAL.text, CREDENTIAL_AT.text, STANDING.text]) {
      const steps = await plan(statement);
      expect(steps).not.toEqual([]);
      expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
    }
    const page = await plan(`select * from access_tokens where owner_id = ? and deleted_at is null
      order by created_at desc, id desc limit 10`);
    expect(page).toEqual(['SEARCH access_tokens USING INDEX tokens_of_owner (owner_id=?)']);
    await other.stop();
    await store.close();
  });
});
