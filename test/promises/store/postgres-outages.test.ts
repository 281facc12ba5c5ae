import { openStore } from '@lanyard/server/store/open-store';
import type { Store } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { startPostgresProxy } from '../../support/programs/postgres-proxy.ts';
import { freePort } from '../../support/programs/serve-http.ts';
import { AUDIT_MAC } from './open-stores.ts';
import { anAccount, anEvent, insertAccount } from './sample-records.ts';

const UNAVAILABLE = { code: 'unavailable', data: { what: 'database' } };

async function withStore(databaseUrl: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ databaseUrl, dataFolder: '' }, async () => AUDIT_MAC);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Ends every other connection to the database, as a restart of the server does. */
/** Afterwards, this process was told that they are broken. */
async function breakConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const others = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  await client.query(`select pg_terminate_backend(pid) ${others}`);
  while ((await client.query(`select 1 ${others}`)).rowCount !== 0);
  await client.end();
}

describeWith(['postgres'], 'when PostgreSQL fails', () => {
  it('the store is unavailable if nothing listens at the address', async () => {
    const databaseUrl = `postgres://lanyard@127.0.0.1:${await freePort()}/lanyard`;
    await expect(openStore({ databaseUrl, dataFolder: '' }, async () => AUDIT_MAC)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('the store keeps the cause for the operator and out of answers', async () => {
    const databaseUrl = `postgres://lanyard:hunter2@127.0.0.1:${await freePort()}/lanyard`;
    const error: unknown = await openStore({ databaseUrl, dataFolder: '' }, async () => AUDIT_MAC).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) });
    expect(JSON.stringify(error)).not.toContain('ECONNREFUSED');
  });

  it('R10: a transaction leaves no trace when the connection breaks, and the store works again afterwards', async () => {
    const databaseUrl = await migratedDatabase();
    await withStore(databaseUrl, async (store) => {
      const failing = store.transaction(async ({ accounts, audit }) => {
        await accounts.insert(anAccount('ada'));
        await breakConnections(databaseUrl);
        await audit.append(anEvent());
      });
      await expect(failing).rejects.toMatchObject(UNAVAILABLE);
      expect(await store.read.accounts.byName('ada')).toBeUndefined();
      await insertAccount(store, 'bob');
      await store.ping();
    });
  });

  it('a connection that breaks between requests does not affect the next request', async () => {
    const databaseUrl = await migratedDatabase();
    await withStore(databaseUrl, async (store) => {
      await insertAccount(store, 'ada');
      await breakConnections(databaseUrl);
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      await insertAccount(store, 'bob');
    });
  });

  it('the store gives up connections that do not answer', async () => {
    const proxy = await startPostgresProxy(await migratedDatabase());
    const url = new URL(proxy.url);
    url.searchParams.set('query_timeout', '500');
    await withStore(url.href, async (store) => {
      await insertAccount(store, 'ada');
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      proxy.silence();
      await expect(store.read.accounts.byName('ada')).rejects.toMatchObject(UNAVAILABLE);
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      // What the reads learned about the server also applies to the writes.
      await insertAccount(store, 'bob');
      proxy.stop();
    });
  });

  it('R11: a read-only standby refuses writes and allows reads', async () => {
    const databaseUrl = await migratedDatabase();
    await withStore(databaseUrl, (store) => insertAccount(store, 'ada').then(() => undefined));
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'cannot execute INSERT in a read-only transaction' using errcode = '25006'; end $$`);
    await client.query('create trigger standby before insert on accounts execute function refuse()');
    await client.end();
    await withStore(databaseUrl, async (store) => {
      await expect(insertAccount(store, 'bob')).rejects.toMatchObject(UNAVAILABLE);
      expect(await store.read.accounts.byName('ada')).toBeDefined();
    });
  });
});
