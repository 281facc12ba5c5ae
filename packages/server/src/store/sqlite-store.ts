import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CamelCasePlugin, Kysely, SqliteDialect, sql } from 'kysely';
import { allRecords } from './all-records.ts';
import { guarded } from './guarded.ts';
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
import type { Database } from './schema.ts';
import type { Store } from './store.ts';
import { isBusy, storeError } from './store-error.ts';
import { transactions } from './transactions.ts';

const OPEN_TIMEOUT_MILLISECONDS = 5000;
/** The driver waits for a lock by stopping the whole process, so it waits shortly and the rest is slept. */
const WRITER_TIMEOUT_MILLISECONDS = 5;
const LOCK_TRIES = 250;
const LOCK_PAUSE_MILLISECONDS = 15;
const READER_CACHE_KIBIBYTES = 65_536;

/** One writer and one reader on a file: a read sees what is committed, and never waits for a transaction. */
export async function openSqliteStore(path: string): Promise<Store> {
  await makeOwnerOnly(path);
  try {
    const writer = await openWriter(path);
    return storeOver(writer, openReader(path));
  } catch (error) {
    throw storeError(error);
  }
}

function storeOver(writer: DatabaseSync, reader: DatabaseSync): Store {
  const writes = kyselyOver(writer);
  const hotWrites = hotQueries(writer);
  const { run, end } = transactions((work) => {
    return immediately(writer, writes, (connection) => work(allRecords(connection, hotWrites, false)));
  });
  const read = guarded(allRecords(kyselyOver(reader), hotQueries(reader), false), (call) => call());
  return {
    read,
    transaction: run,
    ping: async () => void (await read.audit.head()),
    close: async () => {
      await end();
      // The writer last: only it may tidy the log of changes away.
      if (reader.isOpen) reader.close();
      if (writer.isOpen) writer.close();
    },
  };
}

/** The file holds digests and names: its owner reads it, nobody else. */
async function makeOwnerOnly(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  await file.close();
  await chmod(path, 0o600);
}

async function openWriter(path: string): Promise<DatabaseSync> {
  const writer = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MILLISECONDS, enableForeignKeyConstraints: true });
  try {
    writer.exec('pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 0');
    writer.exec(`pragma busy_timeout = ${WRITER_TIMEOUT_MILLISECONDS}`);
    await immediately(writer, kyselyOver(writer), (connection) => migrate(connection, 'sqlite'));
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}

function openReader(path: string): DatabaseSync {
  const reader = new DatabaseSync(path, { readOnly: true, timeout: OPEN_TIMEOUT_MILLISECONDS });
  reader.exec(`pragma mmap_size = 0; pragma cache_size = -${READER_CACHE_KIBIBYTES}`);
  return reader;
}

function kyselyOver(connection: DatabaseSync): Database {
  const dialect = new SqliteDialect({ database: kyselySqliteDatabase(connection) });
  return new Kysely({ dialect, plugins: [new CamelCasePlugin()] });
}

/** IMMEDIATE: another process's write in between would fail a transaction that began by reading. */
function immediately<Result>(
  writer: DatabaseSync,
  database: Database,
  work: (connection: Database) => Promise<Result>,
): Promise<Result> {
  return database.connection().execute(async (connection) => {
    try {
      await begin(connection);
      const result = await work(connection);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // After some errors, as of a full disk, SQLite has rolled back by itself.
      if (writer.isTransaction) writer.exec('rollback');
      throw storeError(error);
    }
  });
}

/** Waits for another process's transaction without holding up this one's requests. */
async function begin(connection: Database): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await sql`begin immediate`.execute(connection);
      return;
    } catch (error) {
      if (tries === LOCK_TRIES || !isBusy(error)) throw error;
    }
    await delay(LOCK_PAUSE_MILLISECONDS);
  }
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
