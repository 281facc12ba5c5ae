import { join } from 'node:path';
import { guarded } from './guarded.ts';
import { openPostgres } from './postgres-driver.ts';
import type { Connection } from './schema.ts';
import { openSqlite } from './sqlite-driver.ts';
import { type Reads, readsOn, type Store } from './store.ts';
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
  const read = openReads(driver.reads);
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

/**
 * Guarded, but for the two look-ups of every registry token request: what they are asked for is a digest, an id or a name
 * of the grammar, which every database can hold.
 */
function openReads(connection: Connection): Reads {
  const reads = readsOn(connection);
  const { tokens, repositories, ...others } = guarded(reads, (call) => call());
  const { findCredential } = reads.tokens;
  const { standing } = reads.repositories;
  return { ...others, tokens: { ...tokens, findCredential }, repositories: { ...repositories, standing } };
}
