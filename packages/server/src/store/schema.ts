import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditEvent } from '@lanyard/core/audit/audit-event';
import type { Kysely } from 'kysely';

/**
 * Every table, with its columns in camel case. Each subject in `records/` adds its own tables. On both databases, ids
 * are text, times are milliseconds since the epoch, booleans are 0 or 1, and JSON is text.
 */
export interface Schema {
  /** The migrations that were applied. */
  schemaSteps: { name: string };
}

export type Database = Kysely<Schema>;

/** What the queries of a subject use: committed data for reading, or one transaction. */
export interface Connection {
  readonly database: Database;
  /** For queries whose work grows with the rows. With SQLite, they must not block this thread. */
  readonly lists: Database;
  /**
   * The first row of a hot query, as an array of its column values in their order. The parameters have the order of the
   * placeholders. Throws known errors.
   */
  first<Row extends readonly unknown[]>(query: HotQuery, parameters: readonly string[]): Promise<Row | undefined>;
  /** Whether other processes write at the same time. SQLite has only one writer anyway, and no row locks. */
  readonly locksRows: boolean;
}

/** A transaction's connection. */
export interface WritingConnection extends Connection {
  /**
   * Runs a hot statement that returns nothing. The watch for missing audit events does not see it, so it must change
   * nothing that needs one. Each use says why.
   */
  write(query: HotQuery, parameters: readonly (string | number | null)[]): Promise<void>;
}

/** What the writing methods of a subject use. */
export interface Transaction extends WritingConnection {
  /**
   * The same transaction, for changes to an audited table that need no audit event, such as the last use of a token.
   * Each use says why.
   */
  readonly bookkeeping: Database;
  /** Proves the events of the audit log. */
  readonly auditMac: AuditMac;
  /** Adds an event, which is written with the transaction's last statement. Errors: `audit-log-damaged`. */
  appendEvent(event: AuditEvent): void;
}

/** A database. Its two kinds implement these functions differently. */
export interface Driver {
  /** Reads only committed data, and never waits for a transaction. */
  readonly reads: Connection;
  /** Begins a transaction, passes its connection to the work, and commits. Rolls back if the work rejects. */
  inTransaction<Result>(work: (transaction: WritingConnection) => Promise<Result>): Promise<Result>;
  /** Empty for a database in a file. */
  connections(): readonly PoolState[];
  /** A second call does nothing. */
  close(): Promise<void>;
}

/** How many connections of a pool work, how many are free, and how many requests wait for one. */
export interface PoolState {
  readonly pool: 'reads' | 'writes';
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * A look-up for registry token requests, or a write of what they did: a plain statement with `?` as placeholders, which
 * is prepared once. Each column has its own name. Kysely's plugins do not see it.
 */
export interface HotQuery {
  readonly name: string;
  readonly text: string;
}

/**
 * A server creates its database if there is none, and checks an existing one for damage. A command uses the database of
 * a server and must not create one, because it could run in the wrong folder. The first set-up may create one.
 */
export type StorePurpose = 'serve' | 'command' | 'set-up';
