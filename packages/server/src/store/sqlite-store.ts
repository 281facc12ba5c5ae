import { mkdirSync } from 'node:fs';
import { chmod, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { Records, Store } from '../ports/store.ts';
import { allRecords } from './all-records.ts';
import {
  type CredentialRow,
  credentialOf,
  FIND_CREDENTIAL,
  type HotQueries,
  STANDING,
  type StandingRow,
  standingOf,
  standingParameters,
} from './hot-queries.ts';
import { kyselySqliteDatabase } from './kysely-sqlite-database.ts';
import { migrate } from './migrations/migrate.ts';
import type { Database, Schema } from './schema.ts';
import { storeError } from './store-error.ts';
import { endable, runTransaction } from './transactions.ts';

const BUSY_TIMEOUT_MILLISECONDS = 5000;

/** One writer and one reader on a file: a read sees what is committed, and never waits for a transaction. */
export async function openSqliteStore(path: string): Promise<Store> {
  await makeOwnerOnly(path);
  const writer = openConnection(path);
  const database = kyselyOver(writer);
  await migrate(database as unknown as Kysely<never>, 'sqlite');
  const reader = openConnection(path);
  reader.exec('pragma query_only = on');
  const readDatabase = kyselyOver(reader);
  return {
    read: allRecords(readDatabase, hotQueries(reader), false),
    transaction: (work) => runTransaction(() => inImmediateTransaction(database, hotQueries(writer), work)),
    ping: async () => void reader.prepare('select 1').get(),
    close: async () => {
      await readDatabase.destroy();
      await database.destroy();
    },
  };
}

/** The file holds digests and names: its owner reads it, nobody else. */
async function makeOwnerOnly(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  await file.close();
  await chmod(path, 0o600);
}

function openConnection(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MILLISECONDS, enableForeignKeyConstraints: true });
  connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 0');
  return connection;
}

function kyselyOver(connection: DatabaseSync): Database {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselySqliteDatabase(connection) }) });
}

/** IMMEDIATE: another process's write in between would fail a transaction that began by reading. */
function inImmediateTransaction<Result>(
  database: Database,
  hot: HotQueries,
  work: (records: Records) => Promise<Result>,
): Promise<Result> {
  return database.connection().execute(async (connection) => {
    const transaction = endable(connection);
    try {
      await sql`begin immediate`.execute(connection);
      const result = await work(allRecords(transaction.database, hot, false));
      transaction.end();
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      transaction.end();
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw storeError(error);
    }
  });
}

function hotQueries(connection: DatabaseSync): HotQueries {
  const findCredential = connection.prepare(FIND_CREDENTIAL);
  const standing = connection.prepare(STANDING);
  return {
    findCredential: async (digest) => {
      const row = findCredential.get(digest);
      return row && credentialOf(row as unknown as CredentialRow);
    },
    standing: async (holder, namespace, name) => {
      const row = standing.get(...standingParameters(holder, namespace, name));
      return row && standingOf(row as unknown as StandingRow);
    },
  };
}
