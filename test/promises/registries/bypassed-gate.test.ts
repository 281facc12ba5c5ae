import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { gatesTestedNow, mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const METRICS_TOKEN = 'm'.repeat(32);
const settings = () => ({
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_METRICS_TOKEN: METRICS_TOKEN,
});
const TEN_MINUTES = 600;

describeLanyard(
  'a gate that clients can bypass',
  (lanyard) => {
    afterEach(() => vi.restoreAllMocks());

    async function world(hosts: readonly string[]) {
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const name = freshName('bypass');
      await operatorRuns(lanyard(), `registry create ${name} --service ${name}`);
      await operatorRuns(lanyard(), `registry set-hosts ${name} ${hosts.join(' ')}`);
      await operatorRuns(lanyard(), `registry gate ${name} --for nginx --upstream http://127.0.0.1:5000`);
      await root.browser.patch(`/api/registries/${name}`, { pushTokenTtlSeconds: 3600 });
      const { secret } = await sampleToken(root, { actions: ['pull', 'push'] });
      const lifetime = async () => {
        const scopes = [`repository:${root.name}/app:pull,push`];
        const asked = { credential: `${root.name}:${secret}`, scopes, service: name };
        return (await requestToken(lanyard(), asked)).body.expires_in as number;
      };
      return { root, name, lifetime };
    }

    async function bypassedGates(): Promise<string | undefined> {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      const text = await (await fetch(`${lanyard().url}/metrics`, { headers })).text();
      return /^lanyard_gates_bypassed (\S+)$/m.exec(text)?.[1];
    }

    async function mailsDuring({ name }: { readonly name: string }, work: () => Promise<unknown>) {
      await mailsSent(lanyard());
      const before = inbox.mails.length;
      await work();
      await mailsSent(lanyard());
      const mails = inbox.mails.slice(before).filter(({ recipients }) => recipients[0] === `${name}@example.com`);
      return mails.map(({ parsed }) => parsed.subject);
    }

    it('is found by the server itself, which tells administrators, and limits tokens that let push until it is closed', async () => {
      let status = 200;
      let asked = 0;
      await using registry = await serveHttp((_request, response) => {
        asked += 1;
        response.writeHead(status).end();
      });
      const { root, name, lifetime } = await world([`127.0.0.1:${registry.port}`]);
      expect(await lifetime()).toBe(3600);
      const found = () => mailsDuring(root, () => gatesTestedNow(lanyard()));
      const events = await eventsOf(lanyard(), async () => {
        expect(await found()).toEqual([`Clients can bypass the gate of ${name}`]);
      });
      expect(events.map(({ action, data }) => [action, data])).toEqual([['registry.gate-tested', { isPast: true }]]);
      expect([await lifetime(), await bypassedGates()]).toEqual([900, '1']);
      const advice = async () => (await root.browser.get('/api/server/health')).body.advice.join(' ');
      expect(await advice()).toContain(`Clients can bypass the gate of ${name}`);

      const askedOnce = asked;
      await gatesTestedNow(lanyard());
      expect(asked).toBe(askedOnce);

      for (const [next, seconds] of [
        [200, 900],
        [503, 900],
        [401, 3600],
        [502, 3600],
      ] as const) {
        status = next;
        lanyard().clock.advance(TEN_MINUTES);
        expect(await found()).toEqual([]);
        expect([next, await lifetime()]).toEqual([next, seconds]);
      }
      expect(await bypassedGates()).toBe('0');
      expect(await advice()).not.toContain('Clients can bypass');
    });

    it('is found at every host, and at the port of the internal address there', async () => {
      const { root, name, lifetime } = await world(['one.example.com', 'two.example.com:8443']);
      await root.browser.patch(`/api/registries/${name}`, { internalUrl: null });
      const { registryProbe } = lanyard().services;
      const open = { status: 200, realm: undefined, service: undefined };
      const asked: string[] = [];
      vi.spyOn(registryProbe, 'ask').mockImplementation(async (address) => {
        asked.push(address);
        return { ...open, status: /^http:\/\/(?:two\.example\.com|10\.0\.0\.5):5000$/.test(address) ? 200 : 401 };
      });
      await root.browser.patch(`/api/registries/${name}`, { internalUrl: 'http://10.0.0.5:5000' });
      asked.length = 0;
      lanyard().clock.advance(TEN_MINUTES);
      await gatesTestedNow(lanyard());
      expect(asked.filter((address) => address.includes('example.com')).sort()).toEqual([
        'http://one.example.com:5000',
        'http://two.example.com:5000',
        'https://one.example.com',
        'https://two.example.com:8443',
      ]);
      expect(await lifetime()).toBe(900);
    });
  },
  settings,
);
