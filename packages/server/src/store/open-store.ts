import { join } from 'node:path';
import { guarded } from './guarded.ts';
import { openPostgres } from './postgres-driver.ts';
import { openSqlite } from './sqlite-driver.ts';
import { readsOn, type Store } from './store.ts';
import { transactions } from './transactions.ts';

export interface StoreLocation {
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
}

/** PostgreSQL where an address is given, else SQLite in the data folder. */
export async function openStore({ databaseUrl, dataFolder }: StoreLocation): Promise<Store> {
  const driver = await (databaseUrl === undefined
    ? openSqlite(join(dataFolder, 'lanyard.db'))
    : openPostgres(databaseUrl));
  const { run, end } = transactions(driver);
  const read = guarded(readsOn(driver.reads), (call) => call());
  return {
    read,
    transaction: run,
    ping: async () => void (await read.audit.head()),
    close: async () => {
      await end();
      await driver.close();
    },
  };
}
