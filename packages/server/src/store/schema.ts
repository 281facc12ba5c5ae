import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditEvent } from '@lanyard/core/audit/audit-event';
import type { Kysely } from 'kysely';

/**
 * Every table, with its columns in camel case. Each subject in `records/` adds its own tables.
 * Ids are text, times are milliseconds since the epoch, booleans 0 or 1, JSON is text: the same on both databases.
 */
export interface Schema {
  /** The migrations that were applied. */
  schemaSteps: { name: string };
}

export type Database = Kysely<Schema>;

/** What the queries of a subject run on: committed data to read, or one transaction. */
export interface Connection {
  readonly database: Database;
  /** For queries whose work grows with the rows: with SQLite they must not hold up this thread. */
  readonly lists: Database;
  /**
   * The first row of a hot query, as the values of its columns in their order. Its parameters are in the order of the
   * placeholders. Throws known errors.
   */
  first<Row extends readonly unknown[]>(query: HotQuery, parameters: readonly string[]): Promise<Row | undefined>;
  /** Whether other processes write at the same time. SQLite has one writer as it is, and no row locks. */
  readonly locksRows: boolean;
}

/** What the writing methods of a subject run on. */
export interface Transaction extends Connection {
  /**
   * The same transaction, for statements on an audited table that need no audit event, such as the last use of a token.
   * Each use says why.
   */
  readonly bookkeeping: Database;
  /** Vouches for the events of the audit log. */
  readonly auditMac: AuditMac;
  /** Takes an event, which is written with the transaction's last statement. Errors: `audit-log-damaged`. */
  appendEvent(event: AuditEvent): void;
}

/** A database, with what each kind does in its own way. */
export interface Driver {
  /** Sees what is committed, and never waits for a transaction. */
  readonly reads: Connection;
  /** Begins, hands its connection to the work, and commits; rolls back where the work rejects. */
  inTransaction<Result>(work: (transaction: Connection) => Promise<Result>): Promise<Result>;
  /** The second time, does nothing. */
  close(): Promise<void>;
}

/**
 * A look-up of every registry token request: a plain statement that is prepared once, with `?` as its placeholders.
 * Each column has a name of its own; no plugin of Kysely touches them.
 */
export interface HotQuery {
  readonly name: string;
  readonly text: string;
}

/**
 * A server makes its database where there is none, and looks whether the one that it finds is sound. A command works on
 * that of a server: in the wrong folder it must not make another. The first set-up may.
 */
export type StorePurpose = 'serve' | 'command' | 'set-up';
