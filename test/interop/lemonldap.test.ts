import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleOrganization, sampleOrganization } from '../support/lanyard/accounts.ts';
import { newSigningKey } from '../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type Lemonldap, signOutOfLemonldap, startLemonldap, visitLemonldap } from '../support/programs/lemonldap.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

/** The domain of the product's built-in people. */
const DOMAIN = 'badwolf.org';
const CLIENT = { clientId: 'lanyard', clientSecret: 'a secret + between_the-two' };

for (const protocol of ['oidc', 'saml'] as const) {
  describeWith(['lemonldap'], `LemonLDAP::NG as the identity provider of an organization, with ${protocol}`, () => {
    let folder: TemporaryFolder;
    let dns: DnsServer;
    let lanyard: Lanyard;
    let organization: SampleOrganization;
    let provider: Lemonldap;

    beforeAll(async () => {
      [folder, dns] = await Promise.all([temporaryFolder(), startDnsServer()]);
      const port = await freePort();
      const outbound = { LANYARD_OUTBOUND_HOSTS: `http://localhost:${port}` };
      lanyard = await startLanyard({ settings: { LANYARD_DNS_SERVERS: dns.address, ...outbound } });
      organization = await sampleOrganization(lanyard);
      const { owner, path, name } = organization;
      const { body } = await owner.browser.post(`${path}/domains`, { name: DOMAIN });
      dns.setTxt(body.record.name, [body.record.value]);
      await owner.browser.post(`${path}/domains/${DOMAIN}/verify`);
      await owner.browser.post(`${path}/teams`, { name: 'engineers' });
      const redirectUri = `${lanyard.url}/sso/${name}/callback`;
      const saml: string = (await owner.browser.get(`/sso/${name}/metadata`)).body;
      const signingKey = await newSigningKey();
      provider = await startLemonldap(folder.path, { port, signingKey, openId: { ...CLIENT, redirectUri }, saml });
      const groupTeams = [{ group: 'engineers', team: 'engineers' }];
      const connection =
        protocol === 'oidc'
          ? { protocol, issuer: provider.url, ...CLIENT, groupTeams }
          : { protocol, metadata: await provider.metadata(), groupTeams };
      const { status, body: said } = await owner.browser.put(`${path}/single-sign-on`, connection);
      if (status !== 200)
        throw new Error(`the connection answered ${status} ${JSON.stringify(said)}\n${lanyard.logs()}`);
    });

    afterAll(async () => {
      await provider?.stop();
      await Promise.all([lanyard?.stop(), dns?.stop()]);
      await folder?.remove();
    });

    async function singleSignOn(login: string, query = '') {
      const browser = lanyard.browser();
      const cookies = new Map<string, string>();
      const start = await browser.get(`/sso/${organization.name}/start${query}`);
      const location = start.headers.get('location') ?? '';
      const { address, form } = await visitLemonldap(provider.url, location, login, cookies);
      const { pathname, search } = new URL(address);
      // The provider signs the assertion, and encrypts it with the key in our metadata.
      if (form !== undefined) {
        expect(Buffer.from(form.SAMLResponse ?? '', 'base64').toString()).toContain('EncryptedAssertion');
      }
      const answer =
        form === undefined
          ? await browser.get(`${pathname}${search}`)
          : await browser.request('POST', pathname, {
              body: new URLSearchParams(form).toString(),
              headers: { 'content-type': 'application/x-www-form-urlencoded', origin: provider.url },
            });
      return { browser, answer, cookies };
    }

    it('signs a member in and adds them to the teams of their groups', async () => {
      const { browser, answer } = await singleSignOn('dwho', '?next=/account/tokens');
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/tokens']);
      const { body } = await browser.get('/api/session');
      expect(body.email).toBe(`dwho@${DOMAIN}`);
      const { owner, path } = organization;
      expect((await owner.browser.get(`${path}/teams/engineers`)).body.members).toEqual([body.name]);
    });

    it('recognizes the same person again, and adds nobody to teams of groups that they are not in', async () => {
      const [first, second] = [await singleSignOn('dwho'), await singleSignOn('rtyler')];
      const names = await Promise.all(
        [first, second].map(async ({ browser }) => (await browser.get('/api/session')).body.name),
      );
      const { owner, path } = organization;
      expect(names).toEqual(['dwho', 'rtyler']);
      expect((await owner.browser.get(`${path}/teams/engineers`)).body.members).toEqual(['dwho']);
    });

    it.runIf(protocol === 'saml')('ends the session there after a sign-out here, if the person wants it', async () => {
      const { browser, cookies } = await singleSignOn('dwho');
      expect((await browser.delete('/api/session')).status).toBe(200);
      const start = await browser.get(`/sso/${organization.name}/logout/start`);
      const back = await visitLemonldap(provider.url, start.headers.get('location') ?? '', 'nobody', cookies);
      expect(back.form).toBeUndefined();
      const { pathname, search } = new URL(back.address);
      const ended = await browser.get(`${pathname}${search}`);
      expect([ended.status, ended.body]).toEqual([200, expect.stringContaining('ended your session too')]);
      await expectNoSessionThere(cookies);
    });

    it.runIf(protocol === 'saml')('ends the session here when the person signs out there', async () => {
      const { browser, cookies } = await singleSignOn('dwho');
      const other = await singleSignOn('rtyler');
      const { page, opened } = await signOutOfLemonldap(provider.url, cookies);
      const [address] = opened.filter((one) => one.startsWith(`${lanyard.url}/sso/`));
      if (address === undefined) throw new Error(`no logout request: ${page.slice(0, 4000)}\n${provider.logs()}`);
      // In a frame, the browser sends no cookies of ours.
      const answer = await lanyard.browser().get(address.slice(lanyard.url.length));
      expect([answer.status, answer.body]).toEqual([303, '']);
      expect((await browser.get('/api/session')).status).toBe(401);
      expect((await other.browser.get('/api/session')).status).toBe(200);
      const told = await fetch(answer.headers.get('location') ?? '', { redirect: 'manual' });
      expect(told.status).toBeLessThan(400);
    });

    /** Its front page asks for the password again. */
    async function expectNoSessionThere(cookies: ReadonlyMap<string, string>) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const page = await fetch(provider.url, { headers: { cookie, accept: 'text/html' } });
      expect(await page.text()).toContain('name="user"');
    }
  });
}
