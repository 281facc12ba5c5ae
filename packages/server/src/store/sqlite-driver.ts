import { existsSync } from 'node:fs';
import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CamelCasePlugin, Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import { migrate } from './migrations/migrate.ts';
import type { Database, Driver, HotQuery, StorePurpose, WritingConnection } from './schema.ts';
import { isSound } from './sqlite-backup.ts';
import { hasOwnLog, transactionNamer } from './sqlite-lineage.ts';
import { openSqliteLists } from './sqlite-lists.ts';
import { isBusy, storeError } from './store-error.ts';
import { damagedFile, faultOfFile, missingDatabase, StoreFault } from './store-fault.ts';

const OPEN_TIMEOUT_MILLISECONDS = 5000;
/**
 * While the driver waits for a lock, the whole process stops. So it waits only a short time, and the rest of the wait
 * is a timer.
 */
const WRITER_TIMEOUT_MILLISECONDS = 5;
const LOCK_TRIES = 250;
const LOCK_PAUSE_MILLISECONDS = 15;
const READER_CACHE_KIBIBYTES = 65_536;
/**
 * Moving the log of changes into the file waits for the disk, up to 20 ms, so the thread of the lists does it. Only if
 * the log grows to the second length because that thread does not keep up, the writer does it itself.
 */
const CHECKPOINT_BYTES = 4 * 2 ** 20;
const CHECKPOINT_PAUSE_MILLISECONDS = 250;
const LONGEST_LOG_PAGES = 16_384;

/** One writer and one reader for a file. A read sees committed data, and never waits for a transaction. */
export async function openSqlite(path: string, purpose: StorePurpose): Promise<Driver> {
  if (purpose === 'command' && !existsSync(path)) throw missingDatabase(`at ${path}`);
  try {
    await makeOwnerOnly(path);
    await requireOwnLog(path);
    const writer = await openWriter(path, purpose);
    return driverOver(path, writer, openReader(path));
  } catch (error) {
    throw storeError(faultOfFile(path, error));
  }
}

async function requireOwnLog(path: string): Promise<void> {
  if (await hasOwnLog(path)) return;
  throw new StoreFault(
    `${path}-wal does not belong to the database beside it: was a backup put in its place? Move ${path}-wal and ${path}-shm away and start again`,
  );
}

/** This takes some seconds. The operator checks a larger file. */
const CHECKED_BYTES = 2 ** 30;

async function requireSound(path: string, writer: DatabaseSync): Promise<void> {
  const { size } = await stat(path);
  if (size <= CHECKED_BYTES && !isSound(writer)) throw damagedFile(path);
}

interface Writer {
  readonly connection: DatabaseSync;
  readonly database: Database;
  /** How many rows the connection has changed so far. */
  readonly changes: () => unknown;
  readonly nameTransaction: () => void;
}

function writerOver(connection: DatabaseSync): Writer {
  const changes = connection.prepare('select total_changes() as changes');
  return {
    connection,
    database: kyselyOver(connection),
    changes: () => changes.get()?.changes,
    nameTransaction: transactionNamer(connection),
  };
}

function driverOver(path: string, writer: Writer, reader: DatabaseSync): Driver {
  const hotWriter = hotOn(writer.connection);
  const hotReader = hotOn(reader);
  const lists = openSqliteLists(path);
  const checkpoints = setInterval(checkpointer(path, lists.database), CHECKPOINT_PAUSE_MILLISECONDS).unref();
  return {
    reads: { database: kyselyOver(reader), lists: lists.database, first: hotReader.first, locksRows: false },
    inTransaction: (work) =>
      immediately(writer, (database) => work({ database, lists: database, ...hotWriter, locksRows: false })),
    connections: () => [],
    close: async () => {
      clearInterval(checkpoints);
      await lists.close();
      // The writer is closed last, because only the writer may clean up the log of changes.
      if (reader.isOpen) reader.close();
      if (writer.connection.isOpen) writer.connection.close();
    },
  };
}

function checkpointer(path: string, lists: Database): () => Promise<void> {
  let isRunning = false;
  let doneAt = 0;
  return async () => {
    if (isRunning) return;
    isRunning = true;
    const log = await stat(`${path}-wal`).catch(() => undefined);
    if (log && log.size >= CHECKPOINT_BYTES && log.mtimeMs !== doneAt) {
      doneAt = log.mtimeMs;
      // Another process can be at it, and then this one has nothing to do.
      await sql`pragma wal_checkpoint(passive)`.execute(lists).catch(() => undefined);
    }
    isRunning = false;
  };
}

/** The file contains digests and names, so only its owner can read it. */
async function makeOwnerOnly(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  await file.close();
  await chmod(path, 0o600);
}

async function openWriter(path: string, purpose: StorePurpose): Promise<Writer> {
  const connection = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MILLISECONDS, enableForeignKeyConstraints: true });
  try {
    // Before anything is written, so that a damaged file is not changed.
    if (purpose === 'serve') await requireSound(path, connection);
    connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 0');
    connection.exec(`pragma busy_timeout = ${WRITER_TIMEOUT_MILLISECONDS}`);
    connection.exec(`pragma wal_autocheckpoint = ${LONGEST_LOG_PAGES}`);
    const writer = writerOver(connection);
    await migrate((step) => immediately(writer, step), 'sqlite');
    return writer;
  } catch (error) {
    connection.close();
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

/** IMMEDIATE, because otherwise another process's write could make a transaction fail that began by reading. */
function immediately<Result>(writer: Writer, work: (connection: Database) => Promise<Result>): Promise<Result> {
  return writer.database.connection().execute(async (connection) => {
    try {
      await begin(connection);
      const changesBefore = writer.changes();
      const result = await work(connection);
      if (writer.changes() !== changesBefore) writer.nameTransaction();
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // After some errors, such as a full disk, SQLite has already rolled back.
      if (writer.connection.isTransaction) writer.connection.exec('rollback');
      throw storeError(error);
    }
  });
}

/** Waits for another process's transaction without blocking the requests of this one. */
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

function hotOn(connection: DatabaseSync): Pick<WritingConnection, 'first' | 'write'> {
  const prepared = new Map<HotQuery, StatementSync>();
  const prepare = (query: HotQuery) => {
    const statement = connection.prepare(query.text);
    statement.setReturnArrays(true);
    prepared.set(query, statement);
    return statement;
  };
  return {
    first: async <Row extends readonly unknown[]>(query: HotQuery, parameters: readonly string[]) => {
      try {
        const statement = prepared.get(query) ?? prepare(query);
        return statement.get(...parameters) as unknown as Row | undefined;
      } catch (error) {
        throw storeError(error);
      }
    },
    write: async (query, parameters) => {
      const statement = prepared.get(query) ?? prepare(query);
      statement.run(...parameters);
    },
  };
}

/**
 * For one connection. A statement with a list of values has another text for each length, so without a limit their
 * number could grow forever.
 */
const KEPT_STATEMENTS = 400;

/**
 * Gives Node's own SQLite the shape that Kysely's dialect expects. It keeps the statements that were used last, because
 * preparing one again often takes longer than running it.
 */
export function kyselySqliteDatabase(connection: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => connection.close(),
    prepare: (text) => {
      const statement = kept.get(text) ?? prepare(connection, text);
      // A map keeps the order in which its keys were set, so the last one was used last.
      kept.delete(text);
      kept.set(text, statement);
      if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value ?? '');
      return statement;
    },
  };
}

function prepare(connection: DatabaseSync, text: string): SqliteStatement {
  const statement = connection.prepare(text);
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    // Code that reads one row after the other needs a statement that nothing else uses.
    iterate: (parameters) => connection.prepare(text).iterate(...values(parameters)),
  };
}
