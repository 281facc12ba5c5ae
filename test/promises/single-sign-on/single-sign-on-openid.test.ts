import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { recheckIdentitiesNow } from '../../support/lanyard/background-work.ts';
import { createBrowser } from '../../support/lanyard/browser.ts';
import { approve } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleOpenId, sampleOpenId } from '../../support/lanyard/single-sign-on.ts';
import { requestToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type OidcProvider, type ProviderPerson, startOidcProvider } from '../../support/programs/oidc-provider.ts';

let dns: DnsServer;
let provider: OidcProvider;

beforeAll(async () => {
  [dns, provider] = await Promise.all([startDnsServer(), startOidcProvider()]);
});

afterAll(async () => {
  await Promise.all([dns?.stop(), provider?.stop()]);
});

describeLanyard(
  'single sign-on with OpenID Connect, at a real provider',
  (lanyard) => {
    const world = (groupTeams: readonly { group: string; team: string }[] = []) =>
      sampleOpenId(lanyard(), dns, provider, groupTeams);

    async function person({ domain }: SampleOpenId, more: Partial<ProviderPerson> = {}) {
      const login = freshName('grace');
      const put = { login, subject: `subject-of-${login}`, email: `${login}@${domain}`, ...more };
      await provider.putPerson(put);
      return put;
    }

    it('sends a state, a nonce and PKCE with S256, and creates a member at the first sign-in', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn);
      const browser = lanyard().browser();
      const asked = new URL(await singleSignOn.begin(browser)).searchParams;
      expect(Object.fromEntries(asked)).toMatchObject({
        response_type: 'code',
        scope: 'openid email profile offline_access groups',
        code_challenge_method: 'S256',
        redirect_uri: `${lanyard().url}/sso/${singleSignOn.organization.name}/callback`,
      });
      for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
      const answer = await singleSignOn.singleSignOn(browser, grace.login, { next: '/account/tokens' });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/tokens']);
      expect((await browser.get('/api/session')).body.email).toBe(grace.email);
      const again = lanyard().browser();
      await provider.putPerson({ ...grace, email: 'elsewhere@example.net' });
      await singleSignOn.singleSignOn(again, grace.login);
      expect((await again.get('/api/session')).body.email).toBe(grace.email);
    });

    it('R34: proves a fresh sign-in by having the provider ask the person again', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn);
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, grace.login);
      const asked = new URL(await singleSignOn.begin(browser, { again: 'true' })).searchParams;
      expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login consent', '0']);
      expect((await singleSignOn.singleSignOn(browser, grace.login, { again: 'true' })).status).toBe(303);
    });

    it('refuses a new person whose e-mail address the provider has not verified', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn, { isEmailVerified: false });
      expect((await singleSignOn.singleSignOn(lanyard().browser(), grace.login)).status).toBe(403);
    });

    it('R31, attack 16: accepts a callback once, from the browser that began, with its own state and code', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn);
      const [browser, other] = [lanyard().browser(), lanyard().browser()];
      const first = await provider.signIn(await singleSignOn.begin(browser), grace.login);
      expect((await singleSignOn.comeBack(other, first)).status).toBe(401);
      expect((await singleSignOn.comeBack(browser, first)).status).toBe(401);
      const [mine, theirs] = [await singleSignOn.begin(browser), await singleSignOn.begin(other)];
      const [myAnswer, theirAnswer] = [
        await provider.signIn(mine, grace.login),
        await provider.signIn(theirs, grace.login),
      ];
      const swapped = new URL(myAnswer);
      swapped.searchParams.set('code', new URL(theirAnswer).searchParams.get('code') ?? '');
      expect((await singleSignOn.comeBack(browser, swapped.href)).status).toBe(401);
      expect((await browser.get('/api/session')).status).toBe(401);
      const good = await provider.signIn(await singleSignOn.begin(browser), grace.login);
      expect((await singleSignOn.comeBack(browser, good)).status).toBe(303);
      expect((await singleSignOn.comeBack(browser, good)).status).toBe(401);
    });

    it('shows a general message to a person whom the provider refused, and logs the code', async () => {
      const singleSignOn = await world();
      const browser = lanyard().browser();
      const answer = await singleSignOn.singleSignOn(browser, 'nobody');
      expect([answer.status, answer.body]).toEqual([401, expect.stringContaining('cannot be accepted')]);
      expect(lanyard().logs()).toContain('the provider says access_denied');
    });

    it('R26, attack 34: asks the provider again within an hour, updates the teams, and signs out a person who is gone', async () => {
      const singleSignOn = await world([{ group: 'devs', team: 'developers' }]);
      const { owner, path, name } = singleSignOn.organization;
      await owner.browser.post(`${path}/teams`, { name: 'developers' });
      const grace = await person(singleSignOn, { groups: ['devs'] });
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, grace.login);
      const me = (await browser.get('/api/session')).body.name;
      const inTeam = async () => (await owner.browser.get(`${path}/teams/developers`)).body.members.includes(me);
      expect(await inTeam()).toBe(true);
      const token = await browser.post('/api/tokens', {
        description: 'for a job',
        grants: [{ pattern: '*', actions: ['pull'] }],
        expiresAt: null,
      });
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
      await owner.browser.put(`/api/repository/rights?name=${name}/app`, {
        subjectType: 'account',
        subject: me,
        right: 'read',
      });
      const credential = `${me}:${token.body.secret}`;
      const pulls = () => requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
      expect((await pulls()).status).toBe(200);

      await provider.putPerson({ ...grace, groups: [] });
      lanyard().clock.advance(3500);
      await recheckIdentitiesNow(lanyard());
      expect(await inTeam()).toBe(true);
      await browser.get('/api/session');
      lanyard().clock.advance(101);
      await recheckIdentitiesNow(lanyard());
      expect(await inTeam()).toBe(false);
      expect((await browser.get('/api/session')).status).toBe(200);

      await provider.removePerson(grace.login);
      lanyard().clock.advance(3000);
      await browser.get('/api/session');
      lanyard().clock.advance(601);
      const events = await eventsOf(lanyard(), () => recheckIdentitiesNow(lanyard()));
      expect(events.map(({ action, subject }) => [action, subject.name])).toEqual([['identity.ended', me]]);
      expect((await browser.get('/api/session')).status).toBe(401);
      const refused = await pulls();
      expect([refused.status, refused.body.errors[0].message]).toEqual([
        403,
        expect.stringContaining('identity provider'),
      ]);
      expect((await requestToken(lanyard(), { credential, scopes: [`repository:${me}/mine:pull`] })).status).toBe(200);

      await provider.putPerson(grace);
      await singleSignOn.singleSignOn(browser, grace.login);
      expect((await pulls()).status).toBe(200);
    });

    it('R26: only one of several servers rechecks each person', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn);
      await singleSignOn.singleSignOn(lanyard().browser(), grace.login);
      lanyard().clock.advance(3601);
      const rounds = await Promise.all(Array.from({ length: 5 }, () => recheckIdentitiesNow(lanyard())));
      expect(rounds.map(({ ended, failed }) => ended + failed)).toEqual([0, 0, 0, 0, 0]);
      expect((await recheckIdentitiesNow(lanyard())).checked).toBe(0);
    });

    it('leads a command line to an auto-generated token', async () => {
      const singleSignOn = await world();
      const grace = await person(singleSignOn);
      await singleSignOn.singleSignOn(lanyard().browser(), grace.login);
      await singleSignOn.organization.owner.browser.patch(`${singleSignOn.organization.path}/policy`, {
        requireSingleSignOn: true,
      });
      const opened = await fetch(`${lanyard().url}/oauth/device/code`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'test-command-line' }),
      });
      const { user_code, device_code } = (await opened.json()) as { user_code: string; device_code: string };
      const page = `/activate?user_code=${user_code}`;
      const browser = lanyard().browser();
      expect((await browser.get(page)).headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(page)}`);
      expect((await singleSignOn.singleSignOn(browser, grace.login, { next: page })).headers.get('location')).toBe(
        page,
      );
      const account = { id: '', name: grace.login, password: '', browser };
      expect(await approve(account, user_code)).toBe(200);
      const redeemed = await fetch(`${lanyard().url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: 'test-command-line',
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code,
        }),
      });
      const { access_token } = (await redeemed.json()) as { access_token: string };
      const headers = { authorization: `Bearer ${access_token}` };
      const generated = await createBrowser(lanyard().url).request('POST', '/v2/access-tokens/desktop-generate', {
        headers,
      });
      expect([generated.status, generated.body.data.token]).toEqual([201, expect.stringMatching(/^lyd_auto_/)]);
    });

    it('refuses an issuer that cannot be reached, is at a private address, or names itself differently', async () => {
      const { organization } = await world();
      const put = (issuer: string) =>
        organization.owner.browser.put(`${organization.path}/single-sign-on`, {
          protocol: 'oidc',
          issuer,
          clientId: 'x',
          clientSecret: 'y',
        });
      for (const issuer of [
        'https://127.0.0.1',
        'https://[::1]:1',
        'http://example.com',
        `${provider.issuer}/`,
        `${provider.issuer}/other`,
      ]) {
        const { status, body } = await put(issuer);
        expect([issuer, status >= 400, body.error.code]).toEqual([
          issuer,
          true,
          expect.stringMatching(/provider-unavailable|assertion-refused|invalid-input/),
        ]);
      }
      expect((await organization.owner.browser.get(`${organization.path}/single-sign-on`)).body.connection.issuer).toBe(
        provider.issuer,
      );
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.host }),
);
