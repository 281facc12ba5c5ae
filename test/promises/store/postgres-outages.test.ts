import { connect, createServer, type Socket } from 'node:net';
import { openStore } from '@lanyard/server/store/open-store';
import type { Store } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { createDatabase } from '../../support/programs/postgres.ts';
import { freePort } from '../../support/programs/serve-http.ts';
import { requirePostgresUrl } from './open-stores.ts';
import { anAccount, anEvent, insertAccount } from './sample-records.ts';

const UNAVAILABLE = { code: 'unavailable', data: { what: 'database' } };

async function freshDatabase(): Promise<string> {
  return createDatabase(requirePostgresUrl());
}

async function withStore(databaseUrl: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ databaseUrl, dataFolder: '' });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Ends every other connection to the database, as a restart of the server does. */
async function breakConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  await client.end();
}

/** Stands between store and server; silenced, its open connections pass nothing on, and new ones work. */
async function startProxy(databaseUrl: string) {
  const { port: serverPort, hostname } = new URL(databaseUrl);
  const sockets: Socket[] = [];
  const server = createServer((incoming) => {
    const outgoing = connect(Number(serverPort), hostname);
    for (const socket of [incoming, outgoing]) socket.on('error', () => undefined);
    incoming.pipe(outgoing).pipe(incoming);
    sockets.push(incoming, outgoing);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String(port);
  const silence = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url, silence, stop };
}

describeWith(['postgres'], 'a PostgreSQL that fails', () => {
  it('is unavailable where nothing listens', async () => {
    const databaseUrl = `postgres://lanyard@127.0.0.1:${await freePort()}/lanyard`;
    await expect(openStore({ databaseUrl, dataFolder: '' })).rejects.toMatchObject(UNAVAILABLE);
  });

  it('keeps the cause for the operator, and off what is shown', async () => {
    const databaseUrl = `postgres://lanyard:hunter2@127.0.0.1:${await freePort()}/lanyard`;
    const error: unknown = await openStore({ databaseUrl, dataFolder: '' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) });
    expect(JSON.stringify(error)).not.toContain('ECONNREFUSED');
  });

  it('R10: in a transaction leaves nothing of it, and is used again as soon as it is back', async () => {
    const databaseUrl = await freshDatabase();
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

  it('between requests is not noticed by the next', async () => {
    const databaseUrl = await freshDatabase();
    await withStore(databaseUrl, async (store) => {
      await insertAccount(store, 'ada');
      await breakConnections(databaseUrl);
      // The broken connections are heard of one turn later.
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      await insertAccount(store, 'bob');
    });
  });

  it('that went silent does not keep its dead connections in use', async () => {
    const proxy = await startProxy(await freshDatabase());
    proxy.url.searchParams.set('query_timeout', '500');
    await withStore(proxy.url.href, async (store) => {
      await insertAccount(store, 'ada');
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      proxy.silence();
      await expect(store.read.accounts.byName('ada')).rejects.toMatchObject(UNAVAILABLE);
      expect(await store.read.accounts.byName('ada')).toBeDefined();
      await expect(insertAccount(store, 'bob')).rejects.toMatchObject(UNAVAILABLE);
      await insertAccount(store, 'cora');
      proxy.stop();
    });
  });

  it('R11: refuses to write where it has become a read-only standby', async () => {
    const databaseUrl = await freshDatabase();
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
