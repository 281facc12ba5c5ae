import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { enterCode } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleSingleSignOn, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(async () => {
  await dns.stop();
});

interface Enforcing extends SampleSingleSignOn {
  /** A member with a password, a token and an address in the domain, who has also signed in at the provider. */
  readonly ada: SampleAccount & { readonly email: string; readonly subject: string };
  readonly root: SampleAccount & { readonly email: string };
  /** The secret of the member's token. */
  readonly secret: string;
}

describeLanyard(
  'required single sign-on for a domain',
  (lanyard) => {
    /** An account with an address in the domain. */
    async function inDomain({ domain }: SampleSingleSignOn, { isAdministrator = false } = {}) {
      const account = await sampleAccount(lanyard(), freshName('ada'), { isAdministrator, domain });
      return { ...account, email: `${account.name}@${domain}`, subject: `subject-of-${account.name}` };
    }

    async function enforcing(): Promise<Enforcing> {
      const singleSignOn = await sampleSingleSignOn(lanyard(), dns);
      const root = await inDomain(singleSignOn, { isAdministrator: true });
      const { owner, path } = singleSignOn.organization;
      const ada = await inDomain(singleSignOn);
      await singleSignOn.singleSignOn(ada.browser, ada);
      const { secret } = await sampleToken(ada, { actions: ['pull', 'push'] });
      const repository = { name: `${singleSignOn.organization.name}/app`, visibility: 'private' };
      await owner.browser.post('/api/repositories', repository);
      const right = { subjectType: 'account', subject: ada.name, right: 'write' };
      await owner.browser.put(`/api/repository/rights?name=${repository.name}`, right);
      const { status, body } = await owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true });
      if (status !== 200) throw new Error(`the rule answered ${status} ${JSON.stringify(body)}`);
      return { ...singleSignOn, ada, root, secret };
    }

    const signIn = (browser: Browser, identifier: string, password: string, breakGlass = false) =>
      browser.post('/api/session', { identifier, password, breakGlass });

    it('refuses the password with name or e-mail address, names the organization, and asks for no second factor', async () => {
      const { ada, organization, domain } = await enforcing();
      const refusal = { status: 401, code: 'single-sign-on-required', organization: organization.name };
      for (const [identifier, password] of [
        [ada.name, ada.password],
        [ada.email, ada.password],
        [ada.email, 'wrong'],
        [`nobody-at-all@${domain}`, 'wrong'],
      ] as const) {
        const { status, body } = await signIn(lanyard().browser(), identifier, password);
        expect({ status, code: body.error.code, organization: body.error.organization }).toEqual(refusal);
      }
      const wrong = await signIn(lanyard().browser(), ada.name, 'wrong');
      expect(wrong.body.error.code).toBe('invalid-credential');
    });

    it('refuses the password of a member to command lines and programs too', async () => {
      const { ada, organization } = await enforcing();
      const hub = lanyard().browser();
      const login = await hub.post('/v2/users/login', { username: ada.name, password: ada.password });
      expect([login.status, login.body.detail]).toEqual([401, expect.stringContaining(organization.name)]);
      expect((await hub.post('/v2/auth/token', { identifier: ada.name, secret: ada.password })).status).toBe(401);
      const token = await requestToken(lanyard(), { credential: `${ada.name}:${ada.password}` });
      expect([token.status, token.body.errors[0].message]).toEqual([401, expect.stringContaining('single sign-on')]);
    });

    it('does not affect accounts outside the domain', async () => {
      const { organization } = await enforcing();
      const { member } = organization;
      expect((await signIn(lanyard().browser(), member.name, member.password)).status).toBe(200);
    });

    it('lets server administrators sign in with a password in an emergency, and records it', async () => {
      const singleSignOn = await enforcing();
      const { root } = singleSignOn;
      const browser = lanyard().browser();
      expect((await signIn(browser, root.email, root.password)).status).toBe(401);
      const events = await eventsOf(lanyard(), async () => {
        expect((await signIn(browser, root.email, root.password, true)).status).toBe(200);
      });
      expect(events.map(({ action, namespace }) => [action, namespace])).toEqual([
        ['session.started', root.name],
        ['sso-connection.bypassed', singleSignOn.organization.name],
      ]);
    });

    it('lets no member and no owner without a second factor sign in with a password', async () => {
      const singleSignOn = await enforcing();
      const { ada, organization } = singleSignOn;
      expect((await signIn(lanyard().browser(), ada.name, ada.password, true)).status).toBe(401);
      await organization.owner.browser.put(`${organization.path}/members/${ada.name}`, { role: 'owner' });
      expect((await signIn(lanyard().browser(), ada.name, ada.password, true)).status).toBe(401);
    });

    it('cannot be required before provider and domain are set up and one person has signed in', async () => {
      const singleSignOn = await sampleSingleSignOn(lanyard(), dns);
      const { owner, path } = singleSignOn.organization;
      const require = () => owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true });
      const untried = await require();
      expect([untried.status, untried.body.error.field]).toEqual([400, 'requireSingleSignOn']);
      await singleSignOn.singleSignOn(lanyard().browser(), {
        subject: 'grace',
        email: `${freshName('grace')}@${singleSignOn.domain}`,
      });
      expect((await require()).status).toBe(200);
      const removal = await owner.browser.delete(`${path}/single-sign-on`);
      expect([removal.status, removal.body.error.message]).toEqual([409, expect.stringContaining('required')]);
      await owner.browser.patch(`${path}/policy`, { requireSingleSignOn: false });
      expect((await owner.browser.delete(`${path}/single-sign-on`)).status).toBe(204);
      expect((await require()).status).toBe(400);
    });

    it('keeps older tokens, or asks for a sign-in at the provider every so often, as the organization decides', async () => {
      const { ada, secret, organization, singleSignOn } = await enforcing();
      const { owner, path, name } = organization;
      const scopes = [`repository:${name}/app:pull`];
      const credential = `${ada.name}:${secret}`;
      const asked = () => requestToken(lanyard(), { credential, scopes });
      expect(claimsOf((await asked()).body.token).access).toHaveLength(1);
      await owner.browser.patch(`${path}/policy`, { tokenSignOnSeconds: 3600 });
      expect((await asked()).status).toBe(200);
      lanyard().clock.advance(3601);
      const late = await asked();
      expect([late.status, late.body.errors[0].code, late.body.errors[0].message]).toEqual([
        403,
        'DENIED',
        expect.stringContaining(`${name} accepts your tokens only after a sign-in at its identity provider`),
      ]);
      const own = { credential, scopes: [`repository:${ada.name}/mine:pull,push`, ...scopes] };
      expect(
        claimsOf((await requestToken(lanyard(), own)).body.token).access.map((one: { name: string }) => one.name),
      ).toEqual([`${ada.name}/mine`]);
      await singleSignOn(lanyard().browser(), ada);
      expect((await asked()).status).toBe(200);
    });

    it('R26, attack 34: ends a session within the re-check time if the provider cannot be asked again', async () => {
      const { ada, organization, singleSignOn } = await enforcing();
      const browser = lanyard().browser();
      await singleSignOn(browser, ada);
      lanyard().clock.advance(1800);
      expect((await browser.get('/api/session')).status).toBe(200);
      lanyard().clock.advance(1801);
      expect((await browser.get('/api/session')).status).toBe(401);
      await singleSignOn(browser, ada);
      await organization.owner.browser.signIn(organization.owner.name, organization.owner.password);
      const shorter = await organization.owner.browser.patch(`${organization.path}/policy`, {
        signOnRecheckSeconds: 60,
      });
      expect(shorter.status).toBe(200);
      await singleSignOn(browser, ada);
      lanyard().clock.advance(61);
      expect((await browser.get('/api/session')).status).toBe(401);
    });

    it('leads a device login through the provider and back to its code', async () => {
      const { ada, organization, singleSignOn } = await enforcing();
      const opened = await fetch(`${lanyard().url}/oauth/device/code`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'test-command-line' }),
      });
      const { user_code } = (await opened.json()) as { user_code: string };
      const browser = lanyard().browser();
      const page = `/activate?user_code=${user_code}`;
      const asked = await browser.get(page);
      expect([asked.status, asked.headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(page)}`]);
      const lookup = await browser.get(`/api/sign-on?email=${encodeURIComponent(ada.email)}`);
      expect(lookup.body).toEqual({ organization: organization.name });
      const back = await singleSignOn(browser, ada, { next: page });
      expect(back.headers.get('location')).toBe(page);
      expect((await enterCode(browser, user_code)).body).toContain(`act for <strong>${ada.name}</strong>`);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
