import { Client } from 'pg';
import { expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

/** In each month. */
const USES = testRuns(5_000);
const TOKENS = 500;
const MONTHS = ['2026-01', '2026-02', '2026-03'] as const;
const NEXT_MONTH = '2026-04';

const startOf = (month: string) => Date.parse(`${month}-01T00:00:00Z`);

/** What docs/scale.md says about uses in partitions of a month. Lanyard's own table has one part. */
describeWith(['postgres'], 'uses in partitions of a month', () => {
  it(
    'are counted as in one table, are found in one partition, and go at once with their month',
    async () => {
      const client = new Client({ connectionString: await migratedDatabase() });
      await client.connect();
      const rowsOf = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows;
      const timed = async (text: string) => {
        const from = performance.now();
        await client.query(text);
        return Math.round(performance.now() - from);
      };
      await client.query('create table uses (like token_usage including all) partition by range (day)');
      for (const [place, month] of MONTHS.entries()) {
        const end = startOf(MONTHS[place + 1] ?? NEXT_MONTH);
        const name = `uses_${month.replace('-', '_')}`;
        await client.query(`create table ${name} partition of uses for values from (${startOf(month)}) to (${end})`);
      }
      const filled = await timed(MONTHS.map((month) => insertionOf(month)).join('; '));
      // Again, as a second use on the same day.
      await timed(insertionOf('2026-03'));
      expect(await rowsOf('select count(*)::int, sum(count)::int from uses')).toEqual([[3 * USES, 4 * USES]]);

      const ofDay = `select * from uses where token_id = 'token-1' and day = ${startOf('2026-02')}`;
      const plan = JSON.stringify(await rowsOf(`explain ${ofDay}`));
      expect(plan).toContain('uses_2026_02');
      expect(plan).not.toMatch(/uses_2026_0[13]|Seq Scan/);

      const dropped = await timed('drop table uses_2026_01');
      const deleted = await timed(`delete from uses where day < ${startOf('2026-03')}`);
      expect(await rowsOf('select count(*)::int from uses')).toEqual([[USES]]);
      if (process.env.LANYARD_TEST_RUNS !== undefined)
        process.stdout.write(
          `3 × ${USES} uses: filled in ${filled} ms; a month dropped in ${dropped} ms, deleted in ${deleted} ms\n`,
        );
      await client.end();
    },
    TEST_RUNS_TIMEOUT,
  );
});

/** As `usage.ts` writes them. Each token has its own part of the repositories, on the days of the month. */
function insertionOf(month: string): string {
  const day = `${startOf(month)} + (place / ${TOKENS} % 28) * 86400000::bigint`;
  return `insert into uses (token_id, day, registry, repository, actions, address, client, count, last_at)
    select 'token-' || place % ${TOKENS}, ${day}, 'default', 'acme/app-' || place / ${TOKENS}, 'pull', '192.0.2.1',
      'docker', 1, ${startOf(month)} from generate_series(0, ${USES - 1}) as place
    on conflict (token_id, day, registry, repository, actions, address, client)
    do update set count = uses.count + excluded.count`;
}
