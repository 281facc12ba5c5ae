import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Lanyard } from './start-lanyard.ts';

/** Runs statements on the server's database in one transaction, past the use cases: for many rows at once. */
export async function writeRows({ databaseUrl, dataFolder }: Lanyard, statements: readonly string[]): Promise<void> {
  const all = ['begin', ...statements, 'commit'];
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'lanyard.db'));
    for (const statement of all) database.exec(statement);
    database.close();
    return;
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of all) await client.query(statement);
  await client.query('analyze');
  await client.end();
}

/** The head of a statement that reads the numbers 1 to `count` as `i` from `n`. */
export function numbers(count: number): string {
  return `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
}
