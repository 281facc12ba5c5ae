import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import { openStore } from '@lanyard/server/store/open-store';
import type { Store } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { afterEach, describe, inject } from 'vitest';
import { migratedDatabase, migratedFile } from '../../support/lanyard/migrated-database.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { createDatabase } from '../../support/programs/postgres.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { type Row, type SqliteProcess, startSqliteProcess } from './start-sqlite-process.ts';

/** The code for the audit log in every database of these tests. */
export const AUDIT_MAC: AuditMac = (record) => createHmac('sha256', 'key').update(record).digest('hex');

/** One empty database of a test. */
export interface TestDatabase {
  readonly dialect: 'sqlite' | 'postgres';
  /** Each call opens another store with the same database, like another server process. */
  openStore(): Promise<Store>;
  /** Runs a statement directly on the database, as anyone with access to it can. */
  query(statement: string): Promise<readonly Row[]>;
}

export type FreshDatabase = () => Promise<TestDatabase>;

type CleanUp = () => Promise<unknown>;

/**
 * Runs the same promises on both databases. Every `fresh()` returns a database with all tables and no rows.
 */
export function describeStores(title: string, body: (fresh: FreshDatabase) => void): void {
  describeDatabases(title, body, { file: migratedFile, url: migratedDatabase });
}

/** The same without tables. */
export function describeEmptyStores(title: string, body: (fresh: FreshDatabase) => void): void {
  describeDatabases(title, body, { file: async () => undefined, url: () => createDatabase(requirePostgresUrl()) });
}

interface Beginning {
  /** The content of `lanyard.db`. Undefined for none. */
  readonly file: () => Promise<Buffer | undefined>;
  readonly url: () => Promise<string>;
}

function describeDatabases(title: string, body: (fresh: FreshDatabase) => void, { file, url }: Beginning): void {
  describe(`${title}, on SQLite`, () => body(withCleanUp(async (cleanUps) => sqliteDatabase(await file(), cleanUps))));
  describeWith(['postgres'], `${title}, on PostgreSQL`, () =>
    body(withCleanUp(async (cleanUps) => postgresDatabase(await url(), cleanUps))),
  );
}

export function requirePostgresUrl(): string {
  const url = inject('postgresUrl');
  if (url === undefined) throw new Error('PostgreSQL was not started');
  return url;
}

function withCleanUp(open: (cleanUps: CleanUp[]) => Promise<TestDatabase>): FreshDatabase {
  const cleanUps: CleanUp[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  return () => open(cleanUps);
}

async function sqliteDatabase(content: Buffer | undefined, cleanUps: CleanUp[]): Promise<TestDatabase> {
  const folder = await temporaryFolder();
  cleanUps.push(folder.remove);
  if (content) await writeFile(`${folder.path}/lanyard.db`, content, { mode: 0o600 });
  let other: SqliteProcess | undefined;
  cleanUps.push(async () => other?.stop());
  return {
    dialect: 'sqlite',
    openStore: () => opened({ databaseUrl: undefined, dataFolder: folder.path }, cleanUps),
    query: (statement) => {
      other ??= startSqliteProcess(`${folder.path}/lanyard.db`);
      return other.query(statement);
    },
  };
}

async function postgresDatabase(url: string, cleanUps: CleanUp[]): Promise<TestDatabase> {
  const client = new Client({ connectionString: url });
  await client.connect();
  cleanUps.push(() => client.end());
  return {
    dialect: 'postgres',
    openStore: () => opened({ databaseUrl: url, dataFolder: '' }, cleanUps),
    query: async (statement) => (await client.query(statement)).rows,
  };
}

async function opened(location: Parameters<typeof openStore>[0], cleanUps: CleanUp[]): Promise<Store> {
  const store = await openStore(location, async () => AUDIT_MAC);
  cleanUps.push(() => store.close());
  return store;
}
