import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
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
import { migrate } from './migrations/migrate.ts';
import type { Database, Schema } from './schema.ts';
import { isRetryable, storeError } from './store-error.ts';
import { endable, runTransaction } from './transactions.ts';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MILLISECONDS = 5000;
const STATEMENT_TIMEOUT_MILLISECONDS = 10_000;
const TRANSACTION_TRIES = 5;

/** Several server processes may share one database: what one commits, every other reads at its next statement. */
export async function openPostgresStore(databaseUrl: string): Promise<Store> {
  const pool = openPool(databaseUrl);
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await migrateOrClose(database);
  const hot = hotQueries(async (query) => (await pool.query(query)).rows);
  return {
    read: allRecords(database, hot, true),
    transaction: (work) => runTransaction(() => withTries(() => inTransaction(database, work))),
    ping: async () => {
      await sql`select 1`.execute(database).catch((error: unknown) => {
        throw storeError(error);
      });
    },
    close: () => database.destroy(),
  };
}

function openPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    statement_timeout: STATEMENT_TIMEOUT_MILLISECONDS,
    types: { getTypeParser: typeParser },
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Times, counts and sums arrive as int8 and numeric: all of ours are safe integers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  const isWhole = oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC;
  return isWhole ? Number : pg.types.getTypeParser(oid, format as 'text');
}

async function migrateOrClose(database: Database): Promise<void> {
  try {
    await migrate(database as unknown as Kysely<never>, 'postgres');
  } catch (error) {
    await database.destroy();
    throw storeError(error);
  }
}

async function withTries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt < TRANSACTION_TRIES && isRetryable(error)) continue;
      throw storeError(error);
    }
  }
}

function inTransaction<Result>(database: Database, work: (records: Records) => Promise<Result>): Promise<Result> {
  return database.transaction().execute(async (connection) => {
    const transaction = endable(connection);
    try {
      const hot = hotQueries(async ({ text, values }) => {
        return (await transaction.database.executeQuery(CompiledQuery.raw(text, values))).rows;
      });
      return await work(allRecords(transaction.database, hot, true));
    } finally {
      transaction.end();
    }
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
