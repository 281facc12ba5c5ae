import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { registriesReadNow } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { createSoftwareAuthenticator } from '../../support/lanyard/software-authenticator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

const TRIALS = testRuns(30);

describeWith(['postgres'], 'two servers on one PostgreSQL work as one', () => {
  let first: Lanyard;
  let second: Lanyard;
  let ada: SampleAccount;

  beforeAll(async () => {
    const databaseUrl = await migratedDatabase();
    first = await startLanyard({ databaseUrl });
    const settings = { LANYARD_PUBLIC_URL: first.url };
    second = await startLanyard({ databaseUrl, dataFolder: first.dataFolder, settings });
    ada = await sampleAccount(first, 'ada');
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  it('each accepts a session, an API token and a registry token of the other', async () => {
    const cookie = ada.browser.cookie();
    expect((await second.browser().get('/api/session', { cookie })).body.name).toBe('ada');
    const { body } = await first.browser().post('/v2/users/login', { username: 'ada', password: ada.password });
    const headers = { authorization: `Bearer ${body.token}` };
    expect((await second.browser().get('/v2/access-tokens', headers)).status).toBe(200);
    const { secret } = await sampleToken(ada, { actions: ['pull'] });
    const registryToken = (await requestToken(first, { credential: `ada:${secret}` })).body.token;
    const check = { authorization: `Bearer ${registryToken}` };
    expect((await second.browser().get('/v2/', check)).status).toBe(200);
  });

  it(
    `R1, attack 13: of ${TRIALS} tokens deleted at one server, the other accepts none after the 204`,
    async () => {
      let ben = ada;
      for (let trial = 0; trial < TRIALS; trial += 1) {
        // One account can create only 300 tokens an hour.
        if (trial % 200 === 199) ben = await sampleAccount(first, freshName('ben'));
        const { id, secret } = await sampleToken(ben, { actions: ['pull'] });
        expect((await requestToken(second, { credential: `${ben.name}:${secret}` })).status).toBe(200);
        expect((await ben.browser.delete(`/api/tokens/${id}`)).status).toBe(204);
        expect((await requestToken(second, { credential: `${ben.name}:${secret}` })).status).toBe(401);
      }
    },
    TEST_RUNS_TIMEOUT,
  );

  it('a registry that is added at one server is served by the other', async () => {
    const root = await sampleAccount(first, 'root', { isAdministrator: true });
    const made = await root.browser.post('/api/registries', { name: 'second', service: 'second-registry' });
    expect(made.status).toBe(201);
    await registriesReadNow(second);
    expect((await requestToken(second, { service: 'second-registry' })).status).toBe(200);
  });

  it('wrong passwords at both servers count together', async () => {
    const bob = await sampleAccount(first, 'bob');
    for (let guess = 0; guess < 10; guess += 1) {
      await (guess % 2 === 0 ? first : second).browser().signIn('bob', `guess ${guess}`);
    }
    expect((await first.browser().signIn('bob', bob.password)).status).toBe(429);
    expect((await second.browser().signIn('bob', bob.password)).status).toBe(429);
  });

  it('a sign-in can begin at one server and end at the other, and a code or challenge works at only one of them', async () => {
    const carol = await sampleAccount(first, 'carol');
    const totp = await sampleTotp(first, carol.browser);
    second.clock.advance(30);
    const steps = await Promise.all(
      [first, second, first, second].map(async (server) => {
        const browser = first.browser();
        await browser.signIn('carol', carol.password);
        return () => prove(server, browser.cookie(), { code: totp.code() });
      }),
    );
    const statuses = await Promise.all(steps.map((step) => step()));
    expect(statuses.sort()).toEqual([200, 401, 401, 401]);
    const authenticator = createSoftwareAuthenticator(first.url, { counts: false });
    const { body: offered } = await carol.browser.post('/api/account/factors/passkeys/offer');
    const made = { name: 'laptop', passkey: authenticator.create(offered) };
    expect((await carol.browser.post('/api/account/factors/passkeys', made)).status).toBe(201);
    const browser = first.browser();
    await browser.signIn('carol', carol.password);
    const passkey = authenticator.get((await browser.post('/api/session/second-factor/options')).body);
    const answers = await Promise.all(
      [first, second, first, second].map((server) => prove(server, browser.cookie(), { passkey })),
    );
    expect(answers.sort()).toEqual([200, 401, 401, 401]);
  });

  it('R40: wrong second factors at both servers count together', async () => {
    const dave = await sampleAccount(first, 'dave');
    await sampleTotp(first, dave.browser);
    const browser = first.browser();
    await browser.signIn('dave', dave.password);
    const cookie = browser.cookie();
    const guesses = Array.from({ length: 5 }, (_, guess) => (guess % 2 === 0 ? first : second));
    for (const server of guesses) expect(await prove(server, cookie, { code: 'wrong-code' })).toBe(401);
    expect(await prove(second, cookie, { code: 'wrong-code' })).toBe(401);
    expect((await dave.browser.get('/api/audit?action=session.refused')).body.total).toBe(5);
  });

  const prove = async (server: Lanyard, cookie: string, body: unknown): Promise<number> =>
    (await server.browser().request('POST', '/api/session/second-factor', { body, headers: { cookie } })).status;

  it(
    `R4: ${TRIALS} races of refresh against revocation leave no command-line login and no token alive`,
    async () => {
      let grace = ada;
      for (let trial = 0; trial < TRIALS; trial += 1) {
        // One account can approve only 60 command lines an hour.
        if (trial % 50 === 49) grace = await sampleAccount(first, freshName('grace'));
        const commandLine = await sampleCommandLine(first, grace);
        const secret = await commandLine.generate(second);
        const [refreshed] = await Promise.all([commandLine.refresh(), commandLine.revoke()]);
        expect((await requestToken(second, { credential: `${grace.name}:${secret}` })).status).toBe(401);
        const descendant = refreshed.status === 200 ? refreshed.body.refresh_token : commandLine.refreshToken;
        expect((await commandLine.refresh(descendant)).body.error).toBe('invalid_grant');
      }
    },
    TEST_RUNS_TIMEOUT,
  );
});
