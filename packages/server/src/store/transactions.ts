import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditAction, AuditEvent } from '@lanyard/core/audit/audit-event';
import { DomainError } from '@lanyard/core/domain-error';
import { AuditWatch } from './audit-watch.ts';
import { type Around, guarded } from './guarded.ts';
import { insertWaiting } from './records/audit/audit.ts';
import type { Connection, Driver, Transaction } from './schema.ts';
import { type Records, recordsOn, type Store } from './store.ts';

type Work<Result> = (records: Records) => Promise<Result>;

interface Transactions {
  readonly run: Store['transaction'];
  /** Starts no more transactions, and waits for those that run. */
  end(): Promise<void>;
}

/** What the store knows of its audit log. */
export interface LogState {
  readonly auditMac: AuditMac;
  /** Whether events can get no place at the moment. Then nothing changes that would need one. */
  isDamaged(): boolean;
  /** Called after the commit of events, which wait for their places. */
  noteWaiting(actions: readonly AuditAction[]): void;
}

/** Refuses nested transactions, and records that are used after their transaction has ended. */
export function transactions(driver: Driver, log: LogState): Transactions {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  const run = async <Result>(work: Work<Result>): Promise<Result> => {
    if (isClosed) throw new Error('the store is closed');
    // On SQLite it would wait for the first for ever, on PostgreSQL it would commit on its own.
    if (current.getStore()?.isOpen) throw new Error('a transaction is open already: use the records it handed out');
    // The mark outlives the transaction in whatever was started inside it for later.
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

/** The same work, with its events at the end; it throws before the commit where it forgot its event. */
async function withAuditEvents<Result>(
  connection: Connection,
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
