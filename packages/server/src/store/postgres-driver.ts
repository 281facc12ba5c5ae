import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, sql } from 'kysely';
import { migrate } from './migrations/migrate.ts';
import { kyselyOver, type Pool, postgresPools } from './postgres-pool.ts';
import type { Connection, Database, Driver, HotQuery, StorePurpose, WritingConnection } from './schema.ts';
import { isRetryable, storeError, unavailable } from './store-error.ts';
import { missingDatabase, StoreFault } from './store-fault.ts';

/** Two pools: transactions that wait for each other must not use up the connections for reading. */
const READ_CONNECTIONS = 6;
const WRITE_CONNECTIONS = 4;
const TRANSACTION_TRIES = 5;
const RETRY_PAUSE_MILLISECONDS = 10;

/** Several server processes can share one database. Each sees the commits of the others at its next statement. */
export async function openPostgres(databaseUrl: string, purpose: StorePurpose): Promise<Driver> {
  const openPool = postgresPools(databaseUrl);
  const first = openPool({ size: 1, isReadOnly: false, isPatient: true });
  try {
    await prepare(kyselyOver(first), purpose);
  } catch (error) {
    throw storeError(error);
  } finally {
    await first.end();
  }
  const reads = openPool({ size: READ_CONNECTIONS, isReadOnly: true });
  const writes = openPool({ size: WRITE_CONNECTIONS, isReadOnly: false });
  return driverOver({ reads, writes });
}

function driverOver({ reads, writes }: Readonly<Record<'reads' | 'writes', Pool>>): Driver {
  const database = kyselyOver(writes);
  const readDatabase = kyselyOver(reads);
  let closing: Promise<unknown> | undefined;
  return {
    reads: {
      database: readDatabase,
      lists: readDatabase,
      first: firstOf((query) => reads.query(query)),
      locksRows: true,
    },
    inTransaction: (work) => withTries(() => inTransaction(database, work)),
    connections: () => [
      { pool: 'reads', ...reads.state() },
      { pool: 'writes', ...writes.state() },
    ],
    close: async () => {
      closing ??= Promise.all([reads.end(), writes.end()]);
      await closing;
    },
  };
}

async function prepare(database: Database, purpose: StorePurpose): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(
    database,
  );
  // Other encodings cannot store every name, and would change some.
  if (rows[0]?.encoding !== 'UTF8') throw new StoreFault('the PostgreSQL database must have the encoding UTF8');
  if (purpose === 'command' && !(await isOfServer(database))) throw missingDatabase('at DATABASE_URL');
  await migrate((step) => database.transaction().execute(step), 'postgres');
}

async function isOfServer(database: Database): Promise<boolean> {
  const { rows } = await sql<{ steps: string | null }>`select to_regclass('schema_steps')::text as steps`.execute(
    database,
  );
  return typeof rows[0]?.steps === 'string';
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

/** READ COMMITTED, whatever the server's default is. Rows that must not change meanwhile are locked explicitly. */
function inTransaction<Result>(
  writes: Database,
  work: (transaction: WritingConnection) => Promise<Result>,
): Promise<Result> {
  const transaction = writes.transaction().setIsolationLevel('read committed');
  return transaction.execute((database) => {
    const plain = database.withoutPlugins();
    const first = firstOf(async ({ text, values }) => {
      const { rows } = await plain.executeQuery<object>(CompiledQuery.raw(text, values));
      return { rows: rows.map(Object.values) };
    });
    const write: WritingConnection['write'] = async ({ text }, parameters) => {
      await plain.executeQuery(CompiledQuery.raw(numbered(text), [...parameters]));
    };
    return work({ database, lists: database, first, write, locksRows: true });
  });
}

interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: string[];
  readonly rowMode: 'array';
}

function firstOf(run: (query: NamedQuery) => Promise<{ readonly rows: readonly unknown[] }>): Connection['first'] {
  return async <Row extends readonly unknown[]>({ name, text }: HotQuery, parameters: readonly string[]) => {
    try {
      const { rows } = await run({ name, text: numbered(text), values: [...parameters], rowMode: 'array' });
      return rows[0] as Row | undefined;
    } catch (error) {
      throw storeError(error);
    }
  };
}

const numberedTexts = new Map<string, string>();

/** Replaces each `?` with PostgreSQL's own placeholders, `$1` and so on. */
function numbered(text: string): string {
  let position = 0;
  const known = numberedTexts.get(text);
  const made = known ?? text.replace(/\?/g, () => `$${++position}`);
  numberedTexts.set(text, made);
  return made;
}
