import { AsyncLocalStorage } from 'node:async_hooks';
import { type Around, guarded } from './guarded.ts';
import type { Records, Store } from './store.ts';

export type Work<Result> = (records: Records) => Promise<Result>;

/** Begins, hands the transaction's records to the work, and commits; rolls back where the work rejects. */
export type InTransaction = <Result>(work: Work<Result>) => Promise<Result>;

export interface Transactions {
  readonly run: Store['transaction'];
  /** Lets none start any more and waits for those that run. */
  end(): Promise<void>;
}

/** Keeps transactions from being nested, and their records from being used after them. */
export function transactions(inTransaction: InTransaction): Transactions {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  const run = async <Result>(work: Work<Result>): Promise<Result> => {
    if (isClosed) throw new Error('the store is closed');
    // On SQLite it would wait for the first for ever, on PostgreSQL it would commit on its own.
    if (current.getStore()?.isOpen) throw new Error('a transaction is open already: use the records it handed out');
    // The mark outlives the transaction in whatever was started inside it for later.
    const mark = { isOpen: true };
    const result = current.run(mark, () => inTransaction((records) => withCalls(records, work)));
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

/** The calls that one transaction makes. None may be left behind: it would write outside, on its own. */
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
