import { AsyncLocalStorage } from 'node:async_hooks';
import { AuditWatch } from './audit-watch.ts';
import { type Around, guarded } from './guarded.ts';
import type { Connection, Driver } from './schema.ts';
import { type Records, recordsOn, type Store } from './store.ts';

type Work<Result> = (records: Records) => Promise<Result>;

interface Transactions {
  readonly run: Store['transaction'];
  /** Starts no more transactions, and waits for those that run. */
  end(): Promise<void>;
}

/** Refuses nested transactions, and records that are used after their transaction has ended. */
export function transactions(driver: Driver): Transactions {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  const run = async <Result>(work: Work<Result>): Promise<Result> => {
    if (isClosed) throw new Error('the store is closed');
    // On SQLite it would wait for the first for ever, on PostgreSQL it would commit on its own.
    if (current.getStore()?.isOpen) throw new Error('a transaction is open already: use the records it handed out');
    // The mark outlives the transaction in whatever was started inside it for later.
    const mark = { isOpen: true };
    const result = current.run(mark, () =>
      driver.inTransaction((connection) => withAuditEvent(connection, (records) => withCalls(records, work))),
    );
    running.add(result);
    try {
      return await result;
    } finally {
      mark.isOpen = false;
      running.delete(result);
    }
  };
  const end = async () => {
    isClosed = true;
    await Promise.allSettled(running);
  };
  return { run, end };
}

/** The same work, but it throws before the commit where it forgot its audit event. */
async function withAuditEvent<Result>(connection: Connection, work: Work<Result>): Promise<Result> {
  const watch = new AuditWatch();
  const { database } = connection;
  const result = await work(recordsOn({ ...connection, database: database.withPlugin(watch), bookkeeping: database }));
  watch.requireEvent();
  return result;
}

async function withCalls<Result>(records: Records, work: Work<Result>): Promise<Result> {
  const calls = new Calls();
  try {
    const result = await work(guarded(records, calls.run));
    await calls.end();
    calls.requireNoFailure();
    return result;
  } catch (error) {
    await calls.end();
    throw error;
  }
}

/** The calls that one transaction makes. A call that outlived it would write on its own, outside. */
class Calls {
  readonly #pending = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];
  #hasEnded = false;

  readonly run: Around = async (call) => {
    if (this.#hasEnded) throw new Error('this transaction has ended');
    // PostgreSQL takes no more statements either; SQLite would, and commit half of the work.
    this.requireNoFailure();
    const result = call();
    this.#pending.add(result);
    try {
      return await result;
    } catch (error) {
      this.#failures.push(error);
      throw error;
    } finally {
      this.#pending.delete(result);
    }
  };

  requireNoFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async end(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
    this.#hasEnded = true;
  }
}
