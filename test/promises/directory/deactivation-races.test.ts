import { Secret } from '@lanyard/core/secret';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { postForm } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { requestToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

const ROUNDS = 50;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const CLIENT_ID = 'cli';
const SOURCE = { client: 'cli/1', address: '192.0.2.1' };
const WEEK = 604_800_000;
/** Given, or refused; never a fault of the server. */
const ANSWERS = [200, 201, 400, 401];

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

describeLanyard(
  'R3: a deactivation races',
  (lanyard) => {
    const store = () => lanyard().services.store;
    const now = () => lanyard().clock.now();
    const uuid = () => crypto.randomUUID();

    /** A code that this person approved already. */
    async function approvedCode({ id }: SampleAccount): Promise<string> {
      const { digester } = lanyard().services;
      const secret = `device-${uuid()}`;
      const times = { createdAt: now(), expiresAt: now() + 600_000, intervalSeconds: 5, lastPolledAt: null };
      const decided = { sessionId: uuid(), accountId: id, decision: 'approved' } as const;
      const code = { id: uuid(), clientId: CLIENT_ID, ...SOURCE, ...times, ...decided };
      const digest = digester.digest('device-code', new Secret(secret));
      await store().transaction(({ deviceCodes }) => deviceCodes.insert(code, digest, uuid()));
      return secret;
    }

    async function refreshToken({ id }: SampleAccount): Promise<string> {
      const times = { createdAt: now(), lastUsedAt: now(), idleSeconds: 86_400, expiresAt: now() + WEEK };
      const family = { generation: 1, previousGeneration: null, tokenId: null };
      const signIn = { id: uuid(), accountId: id, clientId: CLIENT_ID, ...SOURCE, ...times, ...family };
      await store().transaction(({ signIns }) => signIns.insert(signIn));
      return lanyard().services.refreshTokens.make({ signInId: signIn.id, generation: 1 }).reveal();
    }

    /** The `Cookie` header of a session that began just now. */
    async function sessionOf({ id }: SampleAccount, cookieName: string): Promise<string> {
      const secret = `session-${uuid()}`;
      const times = { createdAt: now(), authenticatedAt: now(), lastSeenAt: now(), endsAt: null };
      const session = { id: uuid(), accountId: id, organizationId: null, ...SOURCE, ...times };
      const digest = lanyard().services.digester.digest('session', new Secret(secret));
      await store().transaction(({ sessions }) => sessions.insert(session, digest));
      return `${cookieName}=${secret}`;
    }

    const oauth = (fields: Readonly<Record<string, string>>) =>
      postForm(`${lanyard().url}/oauth/token`, { client_id: CLIENT_ID, ...fields });

    interface Given {
      readonly status: number;
      readonly body: { readonly secret?: string; readonly data?: { readonly token: string } };
    }
    type Racer = (person: SampleAccount, cookieName: string) => Promise<() => Promise<Given>>;

    /** What is prepared before each round, and is then done at the same time as the deactivation. */
    const RACERS: Readonly<Record<string, Racer>> = {
      'the redemption of a device code': async (person) => {
        const device_code = await approvedCode(person);
        return () => oauth({ grant_type: DEVICE_GRANT, device_code });
      },
      'a refresh': async (person) => {
        const refresh_token = await refreshToken(person);
        return () => oauth({ grant_type: 'refresh_token', refresh_token });
      },
      'the making of an auto-generated token': async (person) => {
        const { body } = await oauth({ grant_type: 'refresh_token', refresh_token: await refreshToken(person) });
        const headers = { authorization: `Bearer ${body.access_token}` };
        return () => lanyard().browser().request('POST', '/v2/access-tokens/desktop-generate', { headers });
      },
      'a sign-in with a password': async (person) => () => lanyard().browser().signIn(person.name, person.password),
      'the making of an access token': async (person, cookieName) => {
        const headers = { cookie: await sessionOf(person, cookieName) };
        const body = { description: 'x', grants: [{ pattern: '*', actions: ['pull'] }] };
        return () => lanyard().browser().request('POST', '/api/tokens', { headers, body });
      },
    };

    it.each(Object.keys(RACERS))('%s, 50 times, and nothing that is alive is left', async (name) => {
      const place = await sampleDirectory(lanyard(), dns);
      const person = await sampleAccount(lanyard(), freshName('ada'), { domain: place.domain });
      const [cookieName = ''] = person.browser.cookie().split('=');
      await place.scim('POST', '/Users', userOf(`${person.name}@${place.domain}`));
      const setActive = (value: boolean) =>
        place.scim('PATCH', `/Users/${person.id}`, { Operations: [{ op: 'replace', path: 'active', value }] });
      let usualMilliseconds = 0;
      for (let round = 0; round <= ROUNDS; round += 1) {
        const act = await (RACERS[name] as Racer)(person, cookieName);
        const started = performance.now();
        const acting = act();
        // Before the rounds once alone: that it works at all, and how long it takes.
        if (round === 0) {
          expect([200, 201]).toContain((await acting).status);
          usualMilliseconds = performance.now() - started;
        }
        // From before the first step to after the last one, so that every step is met.
        const wait = new Promise((resolve) => setTimeout(resolve, (usualMilliseconds * round) / ROUNDS));
        const [answer, deactivated] = await Promise.all([acting, wait.then(() => setActive(false))]);
        expect(ANSWERS).toContain(answer.status);
        expect([deactivated.status, deactivated.body.active]).toEqual([200, false]);
        await expectNothingAlive(person, answer.body.secret ?? answer.body.data?.token);
        expect((await setActive(true)).body.active).toBe(true);
      }
    });

    async function expectNothingAlive({ id, name }: SampleAccount, secret: string | undefined): Promise<void> {
      const { sessions, signIns, tokens } = store().read;
      const alive = [await sessions.ofAccount(id), await signIns.ofAccount(id), await tokens.auto(id)];
      expect(alive.map(({ length }) => length)).toEqual([0, 0, 0]);
      if (secret === undefined) return;
      expect((await requestToken(lanyard(), { credential: `${name}:${secret}` })).status).toBe(401);
    }
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
