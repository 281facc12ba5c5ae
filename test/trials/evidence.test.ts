import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { type SampleAccount, sampleOrganization } from '../support/lanyard/accounts.ts';
import { auditHead } from '../support/lanyard/audit.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import { longestPause } from '../support/lanyard/longest-pause.ts';
import type { Lanyard } from '../support/lanyard/start-lanyard.ts';

/** 1,000,000 events and 10,000,000 uses with LANYARD_TEST_RUNS=500; EVIDENCE_USES sets the uses apart. */
const EVENTS = testRuns(2_000);
const USES = Number(process.env.EVIDENCE_USES ?? testRuns(20_000));
const TOKENS = 1_000;
const TRIES = 3;
const LIMIT_MILLISECONDS = 2_000;
const PAUSE_MILLISECONDS = 20;
const DAY = 86_400_000;

describeLanyard('the evidence about a repository of a large organization', (lanyard) => {
  it(
    'answers each of three questions within 2 s, and never delays other requests by 20 ms',
    async () => {
      const { owner, member, name, path } = await sampleOrganization(lanyard());
      const { browser } = owner;
      const repository = `${name}/app`;
      await browser.post('/api/repositories', { name: repository, visibility: 'private' });
      await browser.post(`${path}/teams`, { name: 'engines' });
      await browser.put(`${path}/teams/engines/members/${member.name}`);
      const right = { subjectType: 'team', subject: 'engines', right: 'write' };
      await browser.put(`/api/repository/rights?name=${repository}`, right);
      const { sequence } = await auditHead(lanyard());
      const now = lanyard().clock.now();
      await write(lanyard(), statementsOf({ name, owner, sequence, now }));
      // That was done in this thread: connections from before are past their time.
      await browser.get('/healthz').catch(() => undefined);
      const [from, to] = [-90, 1].map((days) => new Date(now + days * DAY).toISOString());
      const moment = `repository=${repository}`;
      const period = `${moment}&from=${from}&to=${to}`;
      const questions = {
        'who can': [`accounts?${moment}`, `tokens?${moment}`],
        'who could': [`accounts?${moment}&before=${to}`, `tokens?${moment}&before=${to}`],
        'who did': [`uses?${period}`, `uses?${period}&page=100`],
        'who approved': [`decisions?${period}`],
      };
      const measured: string[] = [];
      const slow: string[] = [];
      let longest = 0;
      for (const [question, lists] of Object.entries(questions)) {
        let spent = 0;
        for (const list of lists) {
          const { milliseconds, processor, pause, total } = await asked(owner, `/api/evidence/${list}`);
          // SQLite works in this process. Its processor time does not count what others do on the machine.
          spent += lanyard().databaseUrl === undefined ? Math.min(milliseconds, processor) : milliseconds;
          longest = Math.max(longest, pause);
          const times = [milliseconds, processor, pause].map(Math.round);
          const what = `${question}, ${list.split('?')[0]}`;
          measured.push(`${what}: ${total} in ${times[0]} ms, processor ${times[1]} ms, pause ${times[2]} ms`);
        }
        if (spent > LIMIT_MILLISECONDS) slow.push(`${question}: ${Math.round(spent)} ms`);
      }
      const report = [`${EVENTS} events, ${USES} uses`, ...measured].join('\n');
      if (process.env.EVIDENCE_REPORT) process.stdout.write(`${report}\n`);
      expect(slow, report).toEqual([]);
      expect(longest, report).toBeLessThan(PAUSE_MILLISECONDS);
    },
    TEST_RUNS_TIMEOUT,
  );
});

/** The shortest of some tries, because others use the machine too. */
async function asked({ browser }: SampleAccount, address: string) {
  let [milliseconds, processor, pause] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let total = 0;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    const paused = await longestPause(async () => {
      const { status, body } = await browser.get(address);
      if (status !== 200) throw new Error(`${address} answered ${status}`);
      total = body.total;
    });
    milliseconds = Math.min(milliseconds, performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    processor = Math.min(processor, (user + system) / 1000);
    pause = Math.min(pause, paused);
  }
  return { milliseconds, processor, pause, total };
}

interface Large {
  readonly name: string;
  readonly owner: SampleAccount;
  /** Of the last event that is in the log. */
  readonly sequence: number;
  readonly now: number;
}

/**
 * Events of an organization with many teams: half of them sign-ins, a fifth tokens, a tenth each permissions to other
 * repositories, members, and people who come into teams. Every hundredth of these is about the team with the permission.
 * A tenth of the uses are of the repository.
 */
function statementsOf({ name, owner, sequence, now }: Large): readonly string[] {
  const numbers = (count: number) =>
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const grants = JSON.stringify([{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }]);
  const day = `${now - (now % DAY)} - (i % 90) * cast(${DAY} as bigint)`;
  const is = (part: number) => `i % 10 = ${part}`;
  return [
    'begin',
    `${numbers(EVENTS)} insert into audit_events (sequence, id, at, action, actor_type, actor_id, actor_name, subject_type,
        subject_id, subject_name, namespace, address, client, data, previous_digest, digest)
      select ${sequence} + i, 'event-' || i, ${now - 89 * DAY} + i,
        case when i % 10 < 5 then 'session.started' when i % 10 < 7 then 'token.created'
          when ${is(7)} then 'repository.right-set' when ${is(8)} then 'member.added' else 'team.member-added' end,
        'account', '${owner.id}', '${owner.name}',
        case when ${is(7)} then 'repository' when i % 10 < 7 then 'token' else 'account' end,
        'subject-' || (i % 5000),
        case when ${is(7)} then '${name}/other-' || (i % 5000) else 'person-' || (i % 5000) end,
        '${name}', '192.0.2.1', 'test',
        case when ${is(7)} then '{"team":"team-' || (i % 100) || '","right":"read","before":null}'
          when ${is(8)} then '{"role":"member"}'
          when i % 1000 = 9 then '{"team":"engines"}' else '{"team":"team-' || (i % 100) || '"}' end,
        '', '' from n`,
    `${numbers(TOKENS)} insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants,
      created_at, created_address, created_client)
      select 'pat-' || i, 'pat-' || i, 'pat', 'manual', '${owner.id}', 'token ' || i, 'token ' || i, '${grants}',
        ${now} - i, '192.0.2.1', 'test' from n`,
    `${numbers(USES)} insert into token_usage
      (token_id, day, registry, repository, actions, address, client, count, last_at)
      select 'pat-' || (i % ${TOKENS} + 1), ${day}, 'default',
        '${name}/' || case when i % 10 = 0 then 'app' else 'other-' || (i % 5000) end, 'pull', '192.0.2.' || i, 'test', 1,
        ${day} + i % 1000 from n`,
    'commit',
  ];
}

async function write({ databaseUrl, dataFolder }: Lanyard, statements: readonly string[]): Promise<void> {
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'lanyard.db'));
    // At full size, most of the time is for pages of the indexes.
    database.exec('pragma cache_size = -2000000; pragma synchronous = off');
    for (const statement of statements) database.exec(statement);
    return database.close();
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.query('analyze');
  await client.end();
}
