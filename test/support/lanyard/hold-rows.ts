import { Client } from 'pg';
import { vi } from 'vitest';

const WAITING = `select count(*)::int as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/**
 * Keeps the rows of a query locked, as another server's transaction would, while `begin` starts requests that need
 * them. `begin` gets a function that waits until this many transactions wait. Then all of them may continue.
 */
export async function whileHeld<Result>(
  databaseUrl: string | undefined,
  rows: string,
  begin: (areWaiting: (count: number) => Promise<void>) => Promise<readonly Promise<Result>[]>,
): Promise<readonly Result[]> {
  const holder = new Client({ connectionString: databaseUrl });
  const watch = new Client({ connectionString: databaseUrl });
  await Promise.all([holder.connect(), watch.connect()]);
  const areWaiting = (count: number) =>
    vi.waitFor(
      async () => {
        const { waiting } = (await watch.query(WAITING)).rows[0];
        if (waiting < count) throw new Error(`${waiting} of ${count} wait`);
      },
      { timeout: 10_000, interval: 5 },
    );
  try {
    await holder.query('begin');
    await holder.query(`${rows} for update`);
    const begun = await begin(areWaiting);
    await holder.query('commit');
    return await Promise.all(begun);
  } finally {
    await Promise.all([holder.end(), watch.end()]);
  }
}
