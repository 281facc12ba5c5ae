import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditAction } from '@lanyard/core/audit/audit-event';
import { DomainError } from '@lanyard/core/domain-error';
import { guarded } from './guarded.ts';
import { openPostgres } from './postgres-driver.ts';
import { accessReads } from './records/access/access.ts';
import type { Connection, Driver, StorePurpose } from './schema.ts';
import { openSqlite } from './sqlite-driver.ts';
import { type Reads, readsOn, type Store } from './store.ts';
import { transactions } from './transactions.ts';

export interface StoreLocation {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** Default: `serve`. */
  readonly purpose?: StorePurpose;
}

/** Returns the code that proves the audit log's events. The committed data says whether there was a key before. */
type AuditMacOf = (read: Reads) => Promise<AuditMac>;

/** Opens PostgreSQL if an address is given, otherwise SQLite in the data folder. */
export async function openStore(
  { databaseUrl, dataFolder, purpose = 'serve' }: StoreLocation,
  auditMacOf: AuditMacOf,
): Promise<Store> {
  const driver = await (databaseUrl === undefined
    ? openSqlite(join(dataFolder, 'lanyard.db'), purpose)
    : openPostgres(databaseUrl, purpose));
  try {
    const read = openReads(driver.reads);
    return storeOver(driver, read, await auditMacOf(read));
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function storeOver(driver: Driver, read: Reads, auditMac: AuditMac): Store {
  let isDamaged = false;
  const listeners: ((actions: readonly AuditAction[]) => void)[] = [];
  const log = {
    auditMac,
    isDamaged: () => isDamaged,
    noteWaiting: (actions: readonly AuditAction[]) => {
      for (const listener of listeners) listener(actions);
    },
  };
  const { run, end } = transactions(driver, log);
  const { transaction, requireWritable } = watchingWrites(run, () => placeEvents(true));
  const placeEvents = async (isPatient: boolean): Promise<void> => {
    try {
      while ((await transaction(({ audit }) => audit.place(isPatient))) === 'more');
      isDamaged = false;
    } catch (error) {
      isDamaged ||= error instanceof DomainError && error.code === 'audit-log-damaged';
      throw error;
    }
  };
  return {
    read: { ...read, audit: settled(read.audit, () => placeEvents(true)) },
    transaction,
    connections: driver.connections,
    placeAuditEvents: async () => {
      if (isDamaged || (await read.audit.isUnsettled())) await placeEvents(false);
    },
    signAuditTree: (sign) =>
      transaction(async ({ audit }) => {
        const { tree, ...before } = await audit.heldTree();
        const signed = sign(tree, before);
        if (signed) await audit.putCheckpoint(signed);
        return signed ?? before;
      }),
    isAuditLogDamaged: () => isDamaged,
    whenAuditEventsWait: (listener) => {
      listeners.push(listener);
    },
    ping: async () => {
      await read.audit.head();
      await requireWritable();
    },
    close: async () => {
      await end();
      await driver.close();
    },
  };
}

/** The longest time for which a reader of the log waits for events without a place. */
const SETTLING_MILLISECONDS = 5000;

/**
 * The same reads, but a reader also finds the events of everything that was written before. Waiting events get their
 * places first.
 */
function settled(audit: Reads['audit'], placeEvents: () => Promise<void>): Reads['audit'] {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const settle = async () => {
    if (!(await audit.isUnsettled())) return;
    next ??= running.then(() => {
      next = undefined;
      // The log can be read even if nothing can be added.
      running = placeEvents().catch(() => undefined);
      return running;
    });
    await Promise.race([next, delay(SETTLING_MILLISECONDS, undefined, { ref: false })]);
  };
  return {
    ...audit,
    head: async () => {
      await settle();
      return audit.head();
    },
    list: async (filter) => {
      await settle();
      return audit.list(filter);
    },
    after: async (sequence, limit, criteria) => {
      await settle();
      return audit.after(sequence, limit, criteria);
    },
  };
}

/**
 * After a failed write, as on a full disk, a write without a change tests whether writing works again. Other transactions
 * do not tell: one that changes nothing succeeds on a full disk. There is no such test before a write has failed, because
 * anybody can ask.
 */
function watchingWrites(run: Store['transaction'], placeEvents: () => Promise<void>) {
  let hasFailed = false;
  let probe: Promise<void> | undefined;
  const transaction: Store['transaction'] = async (work) => {
    try {
      return await run(work);
    } catch (error) {
      hasFailed ||= isWriteFailure(error);
      throw error;
    }
  };
  const requireWritable = async () => {
    if (!hasFailed) return;
    probe ??= transaction(({ audit }) => audit.requireWritable())
      .then(placeEvents)
      .then(() => {
        hasFailed = false;
      })
      .finally(() => {
        probe = undefined;
      });
    await probe;
  };
  return { transaction, requireWritable };
}

function isWriteFailure(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'unavailable' || error.code === 'audit-log-damaged');
}

/**
 * All are guarded, except the look-ups for registry token requests. Their parameters are digests, ids and names in the
 * allowed grammar, which every database can store.
 */
function openReads(connection: Connection): Reads {
  const reads = readsOn(connection, (methods) => guarded(methods, (call) => call()));
  return { ...reads, access: accessReads(connection) };
}
