import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { removeOldRows } from '@lanyard/server/app/run-housekeeping';
import type { Records } from '@lanyard/server/store/store';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { testRuns } from '../../packages/core/test/test-runs.ts';
import { freshName, sampleAccount } from '../support/lanyard/accounts.ts';
import { eventsOf } from '../support/lanyard/audit.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../support/lanyard/start-lanyard.ts';

/** 100,000 with LANYARD_TEST_RUNS=50. */
const ROWS = testRuns(2_000);
const DAY = 86_400_000;
const LIMIT_MILLISECONDS = 20;

/** Runs statements directly on the database, like an operator. */
async function run({ databaseUrl, dataFolder }: Lanyard, statement: string): Promise<readonly { n: number }[]> {
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'lanyard.db'));
    try {
      return database.prepare(statement).all() as unknown as readonly { n: number }[];
    } finally {
      database.close();
    }
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Half of the rows have expired. */
const filled = (now: number, accountId: string): Readonly<Record<string, string>> => ({
  token_usage: `insert into token_usage (token_id, day, registry, repository, actions, address, client, count, last_at)
    select 'old', ${now - (now % DAY)} - (i % 180) * cast(${DAY} as bigint), 'r', 'repository-' || i, 'pull', '', '', 1, ${now} from n`,
  namespace_uses: `insert into namespace_uses (namespace, token_id, first_at, last_at, repository, actions, address, client)
    select 'old-' || i, 'deleted', ${now}, ${now} - (i % 2) * 200 * cast(${DAY} as bigint), '', '', '', '' from n`,
  sessions: `insert into sessions (id, digest, account_id, created_at, authenticated_at, last_seen_at, address, client)
    select 'old-' || i, 'old-' || i, '${accountId}', ${now}, ${now}, ${now} - (i % 2) * ${DAY}, '', '' from n`,
  password_resets: `insert into password_resets (digest, account_id, expires_at)
    select 'old-' || i, '${accountId}', ${now} + (i % 2) * cast(${DAY} as bigint) from n`,
  flow_states: `insert into flow_states (purpose, digest, sealed_data, expires_at)
    select 'test', 'old-' || i, '', ${now} + (i % 2) * cast(${DAY} as bigint) from n`,
  device_codes: `insert into device_codes (id, digest, user_code_digest, client_id, client, address, created_at, expires_at,
    interval_seconds)
    select 'old-' || i, 'old-' || i, 'old-' || i, '', '', '', ${now}, ${now} + (i % 2) * cast(${DAY} as bigint), 5 from n`,
  throttle: `insert into throttle (key, points, expire) select 'old-' || i, 1, ${now} + (i % 2) * cast(${DAY} as bigint) from n`,
});

describeLanyard('expired records', (lanyard) => {
  it('are all deleted, and never delay a change by 20 ms', async () => {
    const account = await sampleAccount(lanyard(), freshName('ada'));
    const now = lanyard().clock.now();
    await run(
      lanyard(),
      `insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants, created_at,
        created_address, created_client, deleted_at)
        values ('old', 'old', 'pat', 'manual', '${account.id}', '', '', '[]', ${now}, '', '', null),
          ('deleted', 'deleted', 'pat', 'manual', '${account.id}', '', '', '[]', ${now}, '', '', ${now})`,
    );
    const tables = filled(now, account.id);
    for (const statement of Object.values(tables)) {
      const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS})`;
      await run(lanyard(), `${numbers} ${statement}`);
    }
    const before = await countsOf(Object.keys(tables));
    const { longest, services } = timed(lanyard());
    const events = await eventsOf(lanyard(), () => removeOldRows(services, 90));
    // One event for thousands of rows, and none when there is nothing left.
    const before90 = now - (now % DAY) - 89 * DAY;
    expect(events.map(({ action, data }) => [action, data])).toEqual([['usage.purged', { before: before90 }]]);
    expect(await eventsOf(lanyard(), () => removeOldRows(services, 90))).toEqual([]);
    const after = await countsOf(Object.keys(tables));
    for (const table of Object.keys(tables)) {
      expect([table, (before[table] ?? 0) - (after[table] ?? 0)]).toEqual([table, removedOf(table)]);
    }
    expect(longest()).toBeLessThan(LIMIT_MILLISECONDS);
    expect((await account.browser.get('/api/session')).status).toBe(200);
  }, 120_000);

  async function countsOf(tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const table of tables)
      counts[table] = Number((await run(lanyard(), `select count(*) as n from ${table}`))[0]?.n);
    return counts;
  }
});

/** Today and the 89 days before it are kept. */
function removedOf(table: string): number {
  if (table !== 'token_usage') return ROWS / 2;
  return Array.from({ length: ROWS }, (_, index) => (index + 1) % 180).filter((age) => age >= 90).length;
}

/** How long this process itself worked on the longest transaction, without waiting times on a busy machine. */
function timed({ services }: Lanyard) {
  let longest = 0;
  const { store } = services;
  const transaction: typeof store.transaction = async (work) => {
    const started = process.threadCpuUsage();
    const result = await store.transaction((records: Records) => work(records));
    const { user, system } = process.threadCpuUsage(started);
    longest = Math.max(longest, (user + system) / 1000);
    return result;
  };
  return { longest: () => longest, services: { ...services, store: { ...store, transaction } } };
}
