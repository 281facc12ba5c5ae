import { setTimeout as delay } from 'node:timers/promises';
import { Secret } from '@lanyard/core/secret';
import { CREDENTIAL } from '@lanyard/server/store/records/access/access';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type Postgres, type Replica, startPostgres } from '../support/programs/postgres.ts';

const REVOCATIONS = testRuns(30);
/** Farther behind than most replicas, so that a read that does not wait is certain to see the old state. */
const BEHIND_MILLISECONDS = 30;

/** What docs/scale.md says about reads from replicas. Lanyard itself reads from the primary alone. */
describeWith(['postgres'], 'a revocation, and a look-up of the token in a replica', () => {
  let postgres: Postgres;
  let replica: Replica;
  let lanyard: Lanyard;
  let primary: Client;
  let follower: Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase();
    lanyard = await startLanyard({ databaseUrl });
    replica = await postgres.startReplica(BEHIND_MILLISECONDS);
    const followerUrl = new URL(databaseUrl);
    followerUrl.port = new URL(replica.url).port;
    primary = new Client({ connectionString: databaseUrl });
    follower = new Client({ connectionString: followerUrl.href });
    await Promise.all([primary.connect(), follower.connect()]);
  });

  afterAll(async () => {
    await Promise.all([primary?.end(), follower?.end()]);
    await lanyard?.stop();
    await replica?.stop();
    await postgres?.stop();
  });

  /** Until the replica has everything that the primary has now. */
  async function catchUp(): Promise<void> {
    const { rows } = await primary.query<{ position: string }>('select pg_current_wal_lsn()::text as position');
    const reached = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as reached';
    while (!(await follower.query(reached, [rows[0]?.position])).rows[0]?.reached) await delay(1);
  }

  it(
    'sees the token as it was if it does not wait, and never once it has the position of the primary',
    async () => {
      const account = await sampleAccount(lanyard, 'ada');
      const { id, secret } = await sampleToken(account, { actions: ['pull'] });
      const digest = lanyard.services.digester.digest('token', new Secret(secret));
      const lookUp = CREDENTIAL.text.replace('?', '$1');
      const isActive = async () => (await follower.query(lookUp, [digest])).rows[0]?.deactivated_at === null;
      const accepted = { atOnce: 0, waiting: 0 };
      for (let round = 0; round < REVOCATIONS; round += 1) {
        await account.browser.patch(`/api/tokens/${id}`, { active: true });
        await catchUp();
        expect(await isActive()).toBe(true);
        await account.browser.patch(`/api/tokens/${id}`, { active: false });
        if (await isActive()) accepted.atOnce += 1;
        await catchUp();
        if (await isActive()) accepted.waiting += 1;
      }
      expect(accepted.atOnce).toBeGreaterThan(0);
      expect(accepted.waiting).toBe(0);
    },
    TEST_RUNS_TIMEOUT,
  );
});
