import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';
import { isUnreachable } from './store-error.ts';

const CONNECT_TIMEOUT_MILLISECONDS = 5000;
/** Longer than the server's own: it is for a server that answers no more. */
const ANSWER_TIMEOUT_MILLISECONDS = 15_000;

const SESSION = [
  'set statement_timeout = 10000',
  'set lock_timeout = 10000',
  'set idle_in_transaction_session_timeout = 60000',
];

export interface PoolOptions {
  readonly size: number;
  readonly isReadOnly: boolean;
}

export function openPool(databaseUrl: string, { size, isReadOnly }: PoolOptions): pg.Pool {
  const session = [...SESSION, `set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`].join('; ');
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    query_timeout: ANSWER_TIMEOUT_MILLISECONDS,
    keepAlive: true,
    types: { getTypeParser: typeParser },
    onConnect: async (client) => {
      // A connection may break between two statements of a transaction: unheard, that would end the process.
      client.on('error', () => undefined);
      await client.query(session);
    },
  });
  // The same while it is idle; the pool replaces it.
  pool.on('error', () => undefined);
  return pool;
}

export function kyselyOver(pool: pg.Pool): Database {
  return new Kysely({ dialect: new PostgresDialect({ pool: discarding(pool) }), plugins: [new CamelCasePlugin()] });
}

/** Times, counts and sums arrive as int8 and numeric: all of ours are safe integers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  const isWhole = oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC;
  return isWhole ? Number : pg.types.getTypeParser(oid, format as 'text');
}

/**
 * Gives no connection back to the pool on which a statement was cut off: after a server that went silent was replaced,
 * the pool would hand out its dead connections one by one.
 */
function discarding(pool: pg.Pool): PostgresPool {
  const connect = async () => {
    const client = await pool.connect();
    let isBroken = false;
    const query = async (text: string, values: readonly unknown[]) => {
      try {
        return await client.query(text, [...values]);
      } catch (error) {
        isBroken ||= isUnreachable(error);
        throw error;
      }
    };
    return { query, release: (destroy?: boolean) => client.release(destroy === true || isBroken) };
  };
  return { connect, end: () => pool.end() } as unknown as PostgresPool;
}
