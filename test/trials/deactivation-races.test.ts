import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { postForm } from '../support/lanyard/command-lines.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../support/lanyard/directory.ts';
import {
  credentialsAlive,
  existingDeviceCode,
  existingRefreshToken,
  existingSession,
} from '../support/lanyard/existing-credentials.ts';
import { requestToken } from '../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';

const ROUNDS = testRuns(50);
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const CLIENT_ID = 'cli';
/** Accepted or refused, but never a fault of the server. */
const ANSWERS = [200, 201, 400, 401];

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

describeLanyard(
  'R3: a race against a deactivation',
  (lanyard) => {
    const oauth = (fields: Readonly<Record<string, string>>) =>
      postForm(`${lanyard().url}/oauth/token`, { client_id: CLIENT_ID, ...fields });

    interface Given {
      readonly status: number;
      readonly body: { readonly secret?: string; readonly data?: { readonly token: string } };
    }
    type Racer = (person: SampleAccount, cookieName: string) => Promise<() => Promise<Given>>;

    /** A request that is prepared before each round, and then sent at the same time as the deactivation. */
    const RACERS: Readonly<Record<string, Racer>> = {
      'the redemption of a device code': async (person) => {
        const device_code = await existingDeviceCode(lanyard(), person.id, CLIENT_ID);
        return () => oauth({ grant_type: DEVICE_GRANT, device_code });
      },
      'a refresh': async (person) => {
        const refresh_token = await existingRefreshToken(lanyard(), person.id, CLIENT_ID);
        return () => oauth({ grant_type: 'refresh_token', refresh_token });
      },
      'the making of an auto-generated token': async (person) => {
        const { body } = await oauth({
          grant_type: 'refresh_token',
          refresh_token: await existingRefreshToken(lanyard(), person.id, CLIENT_ID),
        });
        const headers = { authorization: `Bearer ${body.access_token}` };
        return () => lanyard().browser().request('POST', '/v2/access-tokens/desktop-generate', { headers });
      },
      'a sign-in with a password': async (person) => () => lanyard().browser().signIn(person.name, person.password),
      'the making of an access token': async (person, cookieName) => {
        const headers = { cookie: `${cookieName}=${await existingSession(lanyard(), person.id)}` };
        const body = { description: 'x', grants: [{ pattern: '*', actions: ['pull'] }] };
        return () => lanyard().browser().request('POST', '/api/tokens', { headers, body });
      },
    };

    it.each(Object.keys(RACERS))(
      `by %s, ${ROUNDS} times, leaves no working credential`,
      async (name) => {
        const place = await sampleDirectory(lanyard(), dns);
        const person = await sampleAccount(lanyard(), freshName('ada'), { domain: place.domain });
        const [cookieName = ''] = person.browser.cookie().split('=');
        await place.adopt(person);
        const setActive = (value: boolean) =>
          place.scim('PATCH', `/Users/${person.id}`, { Operations: [{ op: 'replace', path: 'active', value }] });
        let usualMilliseconds = 0;
        for (let round = 0; round <= ROUNDS; round += 1) {
          // An account can start only 300 sessions and create 300 tokens an hour.
          if (round % 250 === 249) lanyard().clock.advance(3601);
          const act = await (RACERS[name] as Racer)(person, cookieName);
          const started = performance.now();
          const acting = act();
          // Runs once alone before the rounds, to check that it works and how long it takes.
          if (round === 0) {
            expect([200, 201]).toContain((await acting).status);
            usualMilliseconds = performance.now() - started;
          }
          // From before the first step to after the last one, so that every step is tested.
          const wait = new Promise((resolve) => setTimeout(resolve, (usualMilliseconds * round) / ROUNDS));
          const [answer, deactivated] = await Promise.all([acting, wait.then(() => setActive(false))]);
          expect(ANSWERS).toContain(answer.status);
          expect([deactivated.status, deactivated.body.active]).toEqual([200, false]);
          await expectNothingAlive(person, answer.body.secret ?? answer.body.data?.token);
          expect((await setActive(true)).body.active).toBe(true);
        }
      },
      TEST_RUNS_TIMEOUT,
    );

    async function expectNothingAlive({ id, name }: SampleAccount, secret: string | undefined): Promise<void> {
      expect(await credentialsAlive(lanyard(), id)).toBe(0);
      if (secret === undefined) return;
      expect((await requestToken(lanyard(), { credential: `${name}:${secret}` })).status).toBe(401);
    }
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
