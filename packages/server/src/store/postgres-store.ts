import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, sql } from 'kysely';
import type pg from 'pg';
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
import { migrate } from './migrations/migrate.ts';
import { kyselyOver, openPool } from './postgres-pool.ts';
import type { Database } from './schema.ts';
import type { Store } from './store.ts';
import { isRetryable, storeError, unavailable } from './store-error.ts';
import { transactions, type Work } from './transactions.ts';

/** Two pools: transactions that wait for each other must not take the connections that they, or requests, read with. */
const READ_CONNECTIONS = 6;
const WRITE_CONNECTIONS = 4;
const TRANSACTION_TRIES = 5;
const RETRY_PAUSE_MILLISECONDS = 10;

/** Several server processes may share one database: what one commits, every other reads at its next statement. */
export async function openPostgresStore(databaseUrl: string): Promise<Store> {
  const reads = openPool(databaseUrl, { size: READ_CONNECTIONS, isReadOnly: true });
  const writes = openPool(databaseUrl, { size: WRITE_CONNECTIONS, isReadOnly: false });
  try {
    await prepare(kyselyOver(writes));
    return storeOver(reads, writes);
  } catch (error) {
    await Promise.all([reads.end(), writes.end()]);
    throw storeError(error);
  }
}

function storeOver(reads: pg.Pool, writes: pg.Pool): Store {
  const database = kyselyOver(writes);
  const { run, end } = transactions((work) => withTries(() => inTransaction(database, work)));
  const hot = hotQueries(async (query) => (await reads.query(query)).rows);
  const read = guarded(allRecords(kyselyOver(reads), hot, true), (call) => call());
  let closing: Promise<unknown> | undefined;
  return {
    read,
    transaction: run,
    ping: async () => void (await read.audit.head()),
    close: async () => {
      await end();
      closing ??= Promise.all([reads.end(), writes.end()]);
      await closing;
    },
  };
}

async function prepare(database: Database): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(
    database,
  );
  // Any other could not hold every name, and would give some back changed.
  if (rows[0]?.encoding !== 'UTF8') throw new Error('the PostgreSQL database must have the encoding UTF8');
  await database.transaction().execute((transaction) => migrate(transaction, 'postgres'));
}

async function withTries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error)) throw storeError(error);
      if (attempt === TRANSACTION_TRIES) throw unavailable(error);
    }
    await delay(attempt * RETRY_PAUSE_MILLISECONDS);
  }
}

/** READ COMMITTED whatever the server's default: rows that must not change meanwhile are locked by name. */
function inTransaction<Result>(database: Database, work: Work<Result>): Promise<Result> {
  const transaction = database.transaction().setIsolationLevel('read committed');
  return transaction.execute((connection) => {
    const plain = connection.withoutPlugins();
    const hot = hotQueries(
      async ({ text, values }) => (await plain.executeQuery(CompiledQuery.raw(text, values))).rows,
    );
    return work(allRecords(connection, hot, true));
  });
}

interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: string[];
}

const FIND_CREDENTIAL_TEXT = numbered(FIND_CREDENTIAL);
const STANDING_TEXT = numbered(STANDING);

function hotQueries(run: (query: NamedQuery) => Promise<readonly unknown[]>): HotQueries {
  return {
    findCredential: async (digest) => {
      const [row] = await run({ name: 'find-credential', text: FIND_CREDENTIAL_TEXT, values: [digest] });
      return row === undefined ? undefined : credentialOf(row as CredentialRow);
    },
    standing: async (holder, namespace, name) => {
      const values = [...standingParameters(holder, namespace, name)];
      const [row] = await run({ name: 'standing', text: STANDING_TEXT, values });
      return row === undefined ? undefined : standingOf(row as StandingRow);
    },
  };
}

function numbered(text: string): string {
  let position = 0;
  return text.replace(/\?/g, () => {
    position += 1;
    return `$${position}`;
  });
}
