import { createHmac } from 'node:crypto';
import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import { openStore } from '@lanyard/server/store/open-store';
import type { Store } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { afterEach, beforeAll, describe, inject } from 'vitest';
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
 * Runs the same promises on both databases. Every `fresh()` returns an empty database, which is removed after the test.
 */
export function describeStores(title: string, body: (fresh: FreshDatabase) => void): void {
  describe(`${title}, on SQLite`, () => body(withCleanUp(sqliteDatabase)));
  describeWith(['postgres'], `${title}, on PostgreSQL`, () => {
    let serverUrl = '';
    let schemas = 0;
    beforeAll(async () => {
      serverUrl = await createDatabase(requirePostgresUrl());
    });
    body(
      withCleanUp((cleanUps) => {
        schemas += 1;
        return postgresDatabase(serverUrl, `test_${schemas}`, cleanUps);
      }),
    );
  });
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

async function sqliteDatabase(cleanUps: CleanUp[]): Promise<TestDatabase> {
  const folder = await temporaryFolder();
  cleanUps.push(folder.remove);
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

/** A separate schema in the file's database. It is faster to create than a database, and just as empty. */
async function postgresDatabase(serverUrl: string, schema: string, cleanUps: CleanUp[]): Promise<TestDatabase> {
  const url = new URL(serverUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  cleanUps.push(() => client.end());
  await client.query(`create schema ${schema}`);
  return {
    dialect: 'postgres',
    openStore: () => opened({ databaseUrl: url.href, dataFolder: '' }, cleanUps),
    query: async (statement) => (await client.query(statement)).rows,
  };
}

async function opened(location: Parameters<typeof openStore>[0], cleanUps: CleanUp[]): Promise<Store> {
  const store = await openStore(location, async () => AUDIT_MAC);
  cleanUps.push(() => store.close());
  return store;
}
