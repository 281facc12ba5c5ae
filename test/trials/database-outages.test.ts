import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testRuns } from '../../packages/core/test/test-runs.ts';
import { existingAccount, freshName, sampleAccount } from '../support/lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type Postgres, startPostgres } from '../support/programs/postgres.ts';
import { type PostgresProxy, startPostgresProxy } from '../support/programs/postgres-proxy.ts';

const ROUNDS = testRuns(1);
const SIGN_INS_AT_ONCE = 6;
/** Longer than every time limit, so that each limit is needed. */
const FROZEN_MILLISECONDS = 14_000;
const BACK_WITHIN_MILLISECONDS = 15_000;
const ROUND_MILLISECONDS = 60_000;

describeWith(['postgres'], 'PostgreSQL fails during password sign-ins', () => {
  let postgres: Postgres;
  let proxy: PostgresProxy;
  let lanyard: Lanyard;
  const password = 'a password of many';

  beforeAll(async () => {
    postgres = await startPostgres();
    proxy = await startPostgresProxy(await postgres.createDatabase());
    lanyard = await startLanyard({ databaseUrl: proxy.url });
  });

  afterAll(async () => {
    await lanyard?.stop();
    proxy?.stop();
    await postgres?.stop();
  });

  /** Signs in again and again. Returns every answer after the signal. */
  async function signInsUntil(ended: AbortSignal, name: string): Promise<readonly (number | string)[]> {
    const statuses: (number | string)[] = [];
    while (!ended.aborted) {
      const { status, headers } = await lanyard.browser().signIn(name, password);
      statuses.push(status === 503 && headers.get('retry-after') !== '1' ? '503 without Retry-After' : status);
    }
    return statuses;
  }

  const FAILURES: readonly (readonly [string, () => Promise<void>])[] = [
    ['is restarted', () => postgres.restart('restart')],
    ['is killed and started again', () => postgres.restart('crash')],
    ['hangs, and goes on later', () => postgres.freeze(FROZEN_MILLISECONDS)],
    ['is replaced by another, and its old connections stay silent', async () => proxy.silence()],
  ];
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round + 1);
  const cases = rounds.flatMap((round) => FAILURES.map(([what, fail]) => ({ what, round, fail })));

  it.each(cases)(
    'R11: it $what ($round): sign-ins get 200 or 503, and everything works again within 15 s',
    async ({ fail }) => {
      const account = await sampleAccount(lanyard, freshName('bob'));
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      const ending = new AbortController();
      const names = Array.from({ length: SIGN_INS_AT_ONCE }, () => freshName('ada'));
      for (const name of names) await existingAccount(lanyard, { name, password });
      const running = names.map((name) => signInsUntil(ending.signal, name));
      await delay(300);
      await fail();
      const back = performance.now();
      const statuses = async () => [
        (await lanyard.browser().get('/readyz')).status,
        (await lanyard.browser().signIn(account.name, account.password)).status,
        (await account.browser.post('/api/repositories', { name: `${account.name}/${freshName('app')}` })).status,
        (await requestToken(lanyard, { credential: `${account.name}:${secret}` })).status,
      ];
      const works = async () => (await statuses()).every((status) => status < 500);
      while (performance.now() - back < BACK_WITHIN_MILLISECONDS && !(await works()));
      const milliseconds = performance.now() - back;
      ending.abort();
      const answers = (await Promise.all(running)).flat();
      expect(milliseconds).toBeLessThan(BACK_WITHIN_MILLISECONDS);
      expect(answers.filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(answers).toContain(200);
    },
    ROUND_MILLISECONDS,
  );
});
