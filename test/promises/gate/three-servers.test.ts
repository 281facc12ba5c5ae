import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { registriesReadNow } from '../../support/lanyard/background-work.ts';
import { forgetCount } from '../../support/lanyard/existing-counts.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

const ROUNDS = testRuns(30);

describeWith(['postgres'], 'the gates of three servers on one PostgreSQL', () => {
  const servers: Lanyard[] = [];
  let ada: SampleAccount;
  let secretOfGate: string;

  beforeAll(async () => {
    const databaseUrl = await migratedDatabase();
    const first = await startLanyard({ databaseUrl });
    servers.push(first);
    const shared = { databaseUrl, dataFolder: first.dataFolder, settings: { LANYARD_PUBLIC_URL: first.url } };
    for (let more = 0; more < 2; more += 1) servers.push(await startLanyard(shared));
    ada = await sampleAccount(first, 'ada');
    secretOfGate = await secretOfDefaultGate(first);
    for (const server of servers) await registriesReadNow(server);
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.stop();
  });

  it(
    `R52: after each of ${ROUNDS} answered revocations, none of them lets a request pass`,
    async () => {
      const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
      const scopes = ['repository:ada/app:pull'];
      const newToken = async () =>
        (await requestToken(servers[0] as Lanyard, { credential: `ada:${secret}`, scopes })).body.token as string;
      const asked = async (registryToken: string) =>
        Promise.all(
          servers.map(async (server) => {
            const headers = {
              'x-lanyard-gate': secretOfGate,
              'x-forwarded-method': 'GET',
              'x-forwarded-uri': '/v2/ada/app/manifests/v1',
              authorization: `Bearer ${registryToken}`,
            };
            return (await server.browser().request('GET', '/gate/default', { headers })).status;
          }),
        );
      for (let round = 0; round < ROUNDS; round += 1) {
        // At full size, the owner makes more changes than a person may make in a day.
        if (round % 100 === 99)
          for (const limit of ['changes-hour', 'changes-day'] as const)
            await forgetCount(servers[0] as Lanyard, { limit, of: ada.id });
        const registryToken = await newToken();
        expect(await asked(registryToken)).toEqual([204, 204, 204]);
        expect((await ada.browser.patch(`/api/tokens/${id}`, { active: false })).status).toBe(200);
        expect(await asked(registryToken)).toEqual([401, 401, 401]);
        expect((await ada.browser.patch(`/api/tokens/${id}`, { active: true })).status).toBe(200);
      }
    },
    TEST_RUNS_TIMEOUT,
  );
});
