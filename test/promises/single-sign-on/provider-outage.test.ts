import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { recheckIdentitiesNow } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleOpenId } from '../../support/lanyard/single-sign-on.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type OidcProvider, startOidcProvider } from '../../support/programs/oidc-provider.ts';
import { freePort } from '../../support/programs/serve-http.ts';

let dns: DnsServer;
let steady: OidcProvider;
let port: number;

beforeAll(async () => {
  [dns, steady] = await Promise.all([startDnsServer(), startOidcProvider()]);
  // Chosen only after the other one listens, because two that choose at the same moment can find the same port.
  port = await freePort();
});

afterAll(async () => {
  await Promise.all([dns?.stop(), steady?.stop()]);
});

describeLanyard(
  'a provider that is down',
  (lanyard) => {
    it('gives its own members a clear message, signs nobody out and affects nobody else', async () => {
      const failing = await startOidcProvider(port);
      const broken = await sampleOpenId(lanyard(), dns, failing);
      const sound = await sampleOpenId(lanyard(), dns, steady);
      const person = (login: string, domain: string) => ({ login, subject: login, email: `${login}@${domain}` });
      await failing.putPerson(person('grace', broken.domain));
      await steady.putPerson(person('ada', sound.domain));
      const [grace, ada] = [lanyard().browser(), lanyard().browser()];
      await broken.singleSignOn(grace, 'grace');
      await sound.singleSignOn(ada, 'ada');
      const { owner, path, name } = broken.organization;
      await failing.stop();
      // The server uses the discovery document for at most ten minutes.
      lanyard().clock.advance(601);

      const refused = await lanyard().browser().get(`/sso/${name}/start`);
      expect([refused.status, refused.body]).toEqual([502, expect.stringContaining('try again later')]);
      expect((await sound.singleSignOn(lanyard().browser(), 'ada')).status).toBe(303);
      expect((await owner.browser.get(path)).status).toBe(200);
      await sampleAccount(lanyard(), 'somebody-else');

      await grace.get('/api/session');
      lanyard().clock.advance(2900);
      for (const browser of [grace, ada]) await browser.get('/api/session');
      lanyard().clock.advance(101);
      const events = await eventsOf(lanyard(), async () => {
        expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
      });
      expect(events).toEqual([]);
      expect((await grace.get('/api/session')).status).toBe(200);
      lanyard().clock.advance(61);
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ checked: 0, ended: 0, failed: 1 });
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: `${steady.host},http://localhost:${port}` }),
);
