import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditEvent } from '@lanyard/core/audit/audit-event';
import { DomainError } from '@lanyard/core/domain-error';
import { AuditWatch } from './audit-watch.ts';
import { type Around, guarded } from './guarded.ts';
import { insertWaiting } from './records/audit/audit.ts';
import type { Driver, Transaction, WritingConnection } from './schema.ts';
import { type Records, recordsOn, type Store } from './store.ts';

type Work<Result> = (records: Records) => Promise<Result>;

interface Transactions {
  readonly run: Store['transaction'];
  /** Starts no more transactions, and waits for the running ones. */
  end(): Promise<void>;
}

/** What the store knows about its audit log. */
export interface LogState {
  readonly auditMac: AuditMac;
  /** Whether events cannot get a place at the moment. Then a change that needs an event is impossible. */
  isDamaged(): boolean;
  /** Called after the commit of events that wait for their places. */
  noteWaiting(actions: readonly AuditAction[]): void;
}

/** Refuses nested transactions, and the use of records after their transaction has ended. */
export function transactions(driver: Driver, log: LogState): Transactions {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  const run = async <Result>(work: Work<Result>): Promise<Result> => {
    if (isClosed) throw new Error('the store is closed');
    // On SQLite it would wait forever for the first one. On PostgreSQL it would commit separately.
    if (current.getStore()?.isOpen) throw new Error('a transaction is open already: use the records it handed out');
    // The mark stays set in work that was started inside the transaction and runs later.
    const mark = { isOpen: true };
    let events: AuditEvent[] = [];
    const result = current.run(mark, () =>
      driver.inTransaction((connection) => {
        events = [];
        return withAuditEvents(connection, { log, events }, (transaction) => withCalls(transaction, work));
      }),
    );
    running.add(result);
    try {
      const done = await result;
      if (events.length > 0) log.noteWaiting(events.map(({ action }) => action));
      return done;
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

/** The same work, with its events at the end. Throws before the commit if an event is missing. */
async function withAuditEvents<Result>(
  connection: WritingConnection,
  { log, events }: { readonly log: LogState; readonly events: AuditEvent[] },
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const { auditMac } = log;
  const watch = new AuditWatch();
  const watched = connection.database.withPlugin(watch);
  const appendEvent = (event: AuditEvent) => {
    if (log.isDamaged()) throw new DomainError('audit-log-damaged', {});
    events.push(event);
  };
  const own = { database: watched, lists: watched, bookkeeping: connection.database };
  const result = await work({ ...connection, ...own, auditMac, appendEvent });
  await insertWaiting({ database: watched, auditMac }, events);
  watch.requireEvent();
  return result;
}

async function withCalls<Result>(transaction: Transaction, work: Work<Result>): Promise<Result> {
  const calls = new Calls();
  try {
    const result = await work(recordsOn(transaction, (methods) => guarded(methods, calls.run)));
    await calls.end();
    calls.requireNoFailure();
    return result;
  } catch (error) {
    await calls.end();
    throw error;
  }
}

/** The calls of one transaction. A call after its end would write separately. */
class Calls {
  readonly #pending = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];
  #hasEnded = false;

  readonly run: Around = async (call) => {
    if (this.#hasEnded) throw new Error('this transaction has ended');
    // PostgreSQL accepts no more statements either. SQLite would, and would commit half of the work.
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
