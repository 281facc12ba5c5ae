import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertionVectors } from '../support/forgeries/assertions/assertion-vectors.ts';
import { freshName } from '../support/lanyard/accounts.ts';
import { eventsOf } from '../support/lanyard/audit.ts';
import { type Browser, createBrowser } from '../support/lanyard/browser.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { type SampleSingleSignOn, sampleSingleSignOn } from '../support/lanyard/single-sign-on.ts';
import { newSigningKey } from '../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(async () => {
  await dns.stop();
});

/** Every attempt comes from another address, because repeated failures from one address must wait. */
const settings = () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' });

let attempts = 0;

function fromElsewhere(): Readonly<Record<string, string>> {
  attempts += 1;
  return { 'x-forwarded-for': `192.0.${2 + (attempts >> 8)}.${attempts & 255}` };
}

/** The page has the same text for every fault. Only the log says what was wrong. */
const REFUSAL = /answer of the identity provider cannot be accepted/;

const personIn = ({ domain }: SampleSingleSignOn) => {
  const name = freshName('grace');
  return { subject: `subject-of-${name}`, email: `${name}@${domain}` };
};

/** The fault that the log names. */
function whyIn(lines: string): string | undefined {
  const line = lines.split('\n').find((one) => one.includes('"code":"assertion-refused"'));
  return line === undefined ? undefined : (JSON.parse(line) as { why: string }).why;
}

describeLanyard(
  'R31: attacks on single sign-on',
  (lanyard) => {
    let singleSignOn: SampleSingleSignOn;
    const world = async () => {
      singleSignOn ??= await sampleSingleSignOn(lanyard(), dns);
      return singleSignOn;
    };

    it('a forged assertion gives no session, no account and no event; the log says why and the page does not', async () => {
      const { provider, begin, post } = await world();
      const attacker = await newSigningKey();
      for (const { name, why, make } of assertionVectors) {
        const browser = lanyard().browser();
        const request = await begin(browser);
        const logged = lanyard().logs().length;
        const events = await eventsOf(lanyard(), async () => {
          const answer = await post(
            browser,
            request,
            make({ provider, attacker, request, now: lanyard().clock.now() }),
            fromElsewhere(),
          );
          const isTold = answer.status === 401 && REFUSAL.test(answer.body);
          // A response that is too large is not read at all.
          expect([name, isTold || answer.status === 413 || answer.status === 400]).toEqual([name, true]);
          if (answer.status === 401)
            expect([name, whyIn(lanyard().logs().slice(logged))]).toEqual([name, expect.stringMatching(why)]);
        });
        expect([name, events, (await browser.get('/api/session')).status]).toEqual([name, [], 401]);
      }
    });

    it('a response works once, also when it is posted a hundred times at the same moment', async () => {
      const { begin, post, respond } = await world();
      const browser = lanyard().browser();
      const request = await begin(browser);
      const response = respond(request, personIn(singleSignOn));
      const copies = Array.from({ length: 100 }, () => {
        const copy = createBrowser(lanyard().url);
        return { copy, cookie: browser.cookie() };
      });
      const answers = await Promise.all(
        copies.map(({ copy, cookie }) =>
          copy.request('POST', `/sso/${singleSignOn.organization.name}/acs`, {
            body: new URLSearchParams({ SAMLResponse: response, RelayState: request.relayState ?? '' }).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
          }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 99 }, () => 401)]);
      expect((await post(browser, request, response)).status).toBe(401);
    });

    it('attack 38: a response is refused in another browser than the one that began (login CSRF)', async () => {
      const { begin, post, respond } = await world();
      const request = await begin(lanyard().browser());
      const victim = lanyard().browser();
      expect((await post(victim, request, respond(request, personIn(singleSignOn)))).status).toBe(401);
      await begin(victim);
      expect((await post(victim, request, respond(request, personIn(singleSignOn)))).status).toBe(401);
    });

    it('a response to another request of the same browser is refused', async () => {
      const { begin, post, respond } = await world();
      const browser = lanyard().browser();
      const [first, second] = [await begin(browser), await begin(browser)];
      expect((await post(browser, second, respond(first, personIn(singleSignOn)))).status).toBe(401);
    });

    it('ten refusals from one address make that address wait, and no other', async () => {
      const { begin, post } = await world();
      const [here, elsewhere] = [fromElsewhere(), fromElsewhere()];
      const refusedFrom = async (headers: Readonly<Record<string, string>>) => {
        const browser = lanyard().browser();
        return (await post(browser, await begin(browser), 'bm9uZQ==', headers)).status;
      };
      for (let count = 0; count < 10; count += 1) expect(await refusedFrom(here)).toBe(401);
      expect(await refusedFrom(here)).toBe(429);
      expect(await refusedFrom(elsewhere)).toBe(401);
    });

    it('a response that comes after ten minutes is refused', async () => {
      const { begin, post, respond } = await world();
      const browser = lanyard().browser();
      const request = await begin(browser);
      lanyard().clock.advance(601);
      expect((await post(browser, request, respond(request, personIn(singleSignOn)))).status).toBe(401);
    });

    it("attack 38: a response is refused at another organization's address", async () => {
      const { begin, respond } = await world();
      const other = await sampleSingleSignOn(lanyard(), dns);
      const browser = lanyard().browser();
      const request = await begin(browser);
      expect((await other.post(browser, request, respond(request, personIn(singleSignOn)))).status).toBe(401);
    });

    it('a response is refused if the connection was changed after the request', async () => {
      const mine = await sampleSingleSignOn(lanyard(), dns);
      const browser = lanyard().browser();
      const request = await mine.begin(browser);
      const { owner, path } = mine.organization;
      const { status } = await owner.browser.put(`${path}/single-sign-on`, {
        protocol: 'saml',
        metadata: mine.provider.metadata(),
      });
      expect(status).toBe(200);
      expect((await mine.post(browser, request, mine.respond(request, personIn(mine)))).status).toBe(401);
    });

    it.each([
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/ok\r\nX-Evil: 1',
      '',
    ])('a sign-in with the return address %j leads to the front page', async (next) => {
      const organization = await world();
      const answer = await organization.singleSignOn(lanyard().browser(), personIn(organization), { next });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    });

    it('one network can begin at most 300 sign-ins in ten minutes, and other networks are not affected', async () => {
      const { organization } = await world();
      const [here, elsewhere] = ['2001:db8:1:2:3:4:5:6', '2001:db8:9:2::1'];
      const begin = async (address: string, path: string, method = 'GET') =>
        (
          await lanyard()
            .browser()
            .request(method, path, { headers: { 'x-forwarded-for': address } })
        ).status;
      const start = `/sso/${organization.name}/start`;
      for (let count = 0; count < 299; count += 1) expect(await begin(here, start)).toBe(303);
      expect(await begin(here, '/api/session/passkey/options', 'POST')).toBe(200);
      const neighbour = '2001:db8:1:2::ffff';
      expect([await begin(neighbour, start), await begin(elsewhere, start)]).toEqual([429, 303]);
      expect(await begin(here, '/api/session/passkey/options', 'POST')).toBe(429);
      lanyard().clock.advance(601);
      expect(await begin(here, start)).toBe(303);
    });

    it('a start page redirects only owners to the provider of an organization without a proven domain (open redirect)', async () => {
      const mine = await sampleSingleSignOn(lanyard(), dns);
      const { owner, member, path, name } = mine.organization;
      expect((await owner.browser.delete(`${path}/domains/${mine.domain}`)).status).toBe(204);
      const start = async (browser: Browser) => (await browser.get(`/sso/${name}/start`)).status;
      expect([await start(lanyard().browser()), await start(member.browser)]).toEqual([404, 404]);
      expect(await start(owner.browser)).toBe(303);
    });

    it('malformed bodies and queries are refused', async () => {
      await world();
      const browser = lanyard().browser();
      const path = `/sso/${singleSignOn.organization.name}`;
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const body of [
        '',
        'SAMLResponse=',
        'SAMLResponse=x&RelayState=',
        'RelayState=x',
        'SAMLResponse=x&SAMLResponse=y',
      ]) {
        const { status } = await browser.request('POST', `${path}/acs`, { body, headers: form });
        expect([body, status >= 400 && status < 500]).toEqual([body, true]);
      }
      for (const query of [
        '',
        '?state=',
        '?state=x',
        '?state=x&code=y',
        '?state=x&state=y',
        '?error=access_denied&state=x',
      ]) {
        const { status } = await browser.get(`${path}/callback${query}`);
        expect([query, status >= 400 && status < 500]).toEqual([query, true]);
      }
      expect((await browser.get('/sso/..%2f..%2fetc/start')).status).toBe(400);
      expect((await browser.get('/sso/nobody/start')).status).toBe(404);
    });
  },
  settings,
);

describeWith(['postgres'], 'R31: on two servers with one database', () => {
  let servers: readonly [Lanyard, Lanyard];

  beforeAll(async () => {
    const databaseUrl = await migratedDatabase();
    const publicUrl = { LANYARD_PUBLIC_URL: 'http://localhost:8700' };
    const first = await startLanyard({ databaseUrl, settings: { ...settings(), ...publicUrl } });
    const { dataFolder } = first;
    servers = [first, await startLanyard({ databaseUrl, dataFolder, settings: { ...settings(), ...publicUrl } })];
  });

  afterAll(async () => {
    for (const server of servers ?? []) await server.stop();
  });

  describe('a response', () => {
    it('that one server accepted is refused by the other', async () => {
      const [first, second] = servers;
      const singleSignOn = await sampleSingleSignOn(first, dns);
      const browser = first.browser();
      const request = await singleSignOn.begin(browser);
      const response = singleSignOn.respond(request, personIn(singleSignOn));
      const cookie = browser.cookie();
      expect((await singleSignOn.post(browser, request, response)).status).toBe(303);
      const body = new URLSearchParams({ SAMLResponse: response, RelayState: request.relayState ?? '' }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
      const path = `/sso/${singleSignOn.organization.name}/acs`;
      expect((await second.browser().request('POST', path, { body, headers })).status).toBe(401);
    });

    it('to a request from one server is accepted by the other', async () => {
      const [first, second] = servers;
      const singleSignOn = await sampleSingleSignOn(first, dns);
      const browser = first.browser();
      const request = await singleSignOn.begin(browser);
      const body = new URLSearchParams({
        SAMLResponse: singleSignOn.respond(request, personIn(singleSignOn)),
        RelayState: request.relayState ?? '',
      }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: browser.cookie() };
      const path = `/sso/${singleSignOn.organization.name}/acs`;
      expect((await second.browser().request('POST', path, { body, headers })).status).toBe(303);
    });
  });
});
