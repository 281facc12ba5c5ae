import { join } from 'node:path';
import { openPostgresStore } from './postgres-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

export interface StoreLocation {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
}

/** PostgreSQL where an address is given, else SQLite in the data folder. */
export function openStore({ databaseUrl, dataFolder }: StoreLocation): Promise<Store> {
  return databaseUrl === undefined ? openSqliteStore(join(dataFolder, 'lanyard.db')) : openPostgresStore(databaseUrl);
}
