import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '@lanyard/server/store/open-store';
import { inject } from 'vitest';
import { createDatabase } from '../programs/postgres.ts';
import { temporaryFolder } from '../programs/temporary-folder.ts';

// All tables and no rows. Servers and stores that start on a copy need not run the migrations.

/** The URL of a new PostgreSQL database, which is dropped after the file. */
export async function migratedDatabase(): Promise<string> {
  const url = inject('postgresUrl');
  if (url === undefined) throw new Error('PostgreSQL was not started');
  return createDatabase(url, inject('postgresTemplate'));
}

let migrated: Promise<Buffer> | undefined;

/** The content of `lanyard.db`. */
export function migratedFile(): Promise<Buffer> {
  migrated ??= migrateFile();
  return migrated;
}

async function migrateFile(): Promise<Buffer> {
  await using folder = await temporaryFolder();
  const store = await openStore({ databaseUrl: undefined, dataFolder: folder.path }, async () => () => '');
  await store.close();
  return readFile(join(folder.path, 'lanyard.db'));
}
