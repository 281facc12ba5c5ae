import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Database, PoolState } from './schema.ts';
import { isUnreachable, storeError } from './store-error.ts';

const CONNECT_TIMEOUT_MILLISECONDS = 5000;
/** The server's own limit for a statement, and for waiting for a lock. */
const STATEMENT_TIMEOUT_MILLISECONDS = 10_000;
/** Longer than the server's own limit, for a server that no longer answers. */
const ANSWER_TIMEOUT_MILLISECONDS = 12_000;
const IDLE_MILLISECONDS = 30_000;
/** How long a transaction of a disconnected server can hold its locks. No work pauses so long inside a transaction. */
const IDLE_TRANSACTION_MILLISECONDS = 5000;

const SESSION = [
  `set statement_timeout = ${STATEMENT_TIMEOUT_MILLISECONDS}`,
  `set lock_timeout = ${STATEMENT_TIMEOUT_MILLISECONDS}`,
  `set idle_in_transaction_session_timeout = ${IDLE_TRANSACTION_MILLISECONDS}`,
];

export interface PoolOptions {
  readonly size: number;
  readonly isReadOnly: boolean;
  /** For migrations: another process can be running a step that takes longer than a request may. */
  readonly isPatient?: boolean;
}

interface Statement {
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly unknown[];
  /** Default: rows as objects. */
  readonly rowMode?: 'array';
}

export interface Pool {
  /** Runs a single statement. Throws known errors. */
  query(statement: Statement): Promise<{ readonly rows: readonly unknown[] }>;
  /** For Kysely. Its transactions get the original errors of the driver. */
  readonly connections: PostgresPool;
  state(): Omit<PoolState, 'pool'>;
  end(): Promise<void>;
}

/**
 * The only way to PostgreSQL. Without time limits, a connection to a server that is gone would hang forever. A
 * connection on which a statement was cut off is not used again. After a server went silent, all older connections of
 * every pool are dropped too: they lead to the same server, and each request would have to wait to find that out.
 */
export function postgresPools(databaseUrl: string): (options: PoolOptions) => Pool {
  const ages = new WeakMap<object, number>();
  let age = 0;
  const isOld = (client: object) => (ages.get(client) ?? 0) < age;
  const noteSilence = (client: object, error: unknown) => {
    if (isSilence(error) && !isOld(client)) age += 1;
  };
  return (options) => {
    const pool = openDriverPool(databaseUrl, options, (client) => void ages.set(client, age));
    const borrow = async () => {
      let client = await pool.connect();
      while (isOld(client)) {
        client.release(true);
        client = await pool.connect();
      }
      return borrowed(client, noteSilence);
    };
    const query = (statement: Statement) => borrow().then((client) => client.once(statement));
    return {
      connections: { connect: borrow, end: () => pool.end() } as unknown as PostgresPool,
      query: (statement) => query(statement).catch((error: unknown) => Promise.reject(storeError(error))),
      state: () => {
        const { totalCount, idleCount, waitingCount } = pool;
        return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
      },
      end: () => pool.end(),
    };
  };
}

function borrowed(client: pg.PoolClient, noteSilence: (client: object, error: unknown) => void) {
  let isBroken = false;
  let silence: unknown;
  const run = async (statement: pg.QueryConfig) => {
    // A rollback would wait just as long.
    if (silence !== undefined) throw silence;
    try {
      return await client.query(statement);
    } catch (error) {
      isBroken ||= isUnreachable(error);
      if (isSilence(error)) silence = error;
      noteSilence(client, error);
      throw error;
    }
  };
  const release = (destroy?: boolean) => client.release(destroy === true || isBroken);
  return {
    query: (text: string, values: readonly unknown[]) => run({ text, values: [...values] }),
    once: ({ values = [], ...statement }: Statement) =>
      run({ ...statement, values: [...values] }).finally(() => release()),
    release,
  };
}

export function kyselyOver({ connections }: Pool): Database {
  return new Kysely({ dialect: new PostgresDialect({ pool: connections }), plugins: [new CamelCasePlugin()] });
}

function openDriverPool(
  databaseUrl: string,
  { size, isReadOnly, isPatient = false }: PoolOptions,
  onOpen: (client: object) => void,
): pg.Pool {
  const session = [...SESSION, `set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`].join('; ');
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    idleTimeoutMillis: IDLE_MILLISECONDS,
    keepAlive: true,
    types: { getTypeParser: typeParser },
    ...(!isPatient && { query_timeout: ANSWER_TIMEOUT_MILLISECONDS }),
    onConnect: async (client) => {
      // A connection can break between two statements of a transaction. Without a listener, that would end the process.
      client.on('error', () => undefined);
      onOpen(client);
      await client.query(session);
    },
  });
  // The same for an idle connection. The pool replaces it.
  pool.on('error', () => undefined);
  return pool;
}

/** The server did not refuse the statement. It did not answer, or its connection is gone. */
function isSilence(error: unknown): boolean {
  return isUnreachable(error) && !(error instanceof pg.DatabaseError);
}

/** Times, counts and sums arrive as int8 and numeric. All of ours are safe integers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  const isWhole = oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC;
  return isWhole ? Number : pg.types.getTypeParser(oid, format as 'text');
}
