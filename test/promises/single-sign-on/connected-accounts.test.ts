import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { existingAccount, freshName } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type Person, type SampleSingleSignOn, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(async () => {
  await dns.stop();
});

describeLanyard(
  'R26: an account that already exists, and a person at a provider with its e-mail address',
  (lanyard) => {
    const world = () => sampleSingleSignOn(lanyard(), dns);

    interface Known extends Person {
      readonly name: string;
      readonly email: string;
      readonly password: string;
    }

    /** A person with a password in the organization's domain, whom the provider also knows. */
    async function known(
      { domain }: SampleSingleSignOn,
      password: string | null = `of ${randomUUID()}`,
    ): Promise<Known> {
      const name = freshName('ada');
      await existingAccount(lanyard(), { name, domain, password });
      return { name, subject: `subject-of-${name}`, email: `${name}@${domain}`, password: password ?? '' };
    }

    it('are connected only after the password of the account was typed once', async () => {
      const singleSignOn = await world();
      const ada = await known(singleSignOn);
      const browser = lanyard().browser();
      const events = await eventsOf(lanyard(), async () => {
        const { status, headers } = await singleSignOn.singleSignOn(browser, ada, { next: '/account/tokens' });
        expect([status, headers.get('location')]).toEqual([303, '/sign-in?step=connect&next=%2Faccount%2Ftokens']);
      });
      expect(events).toEqual([]);
      expect((await browser.get('/api/session')).status).toBe(401);
      expect((await browser.post('/api/session/connect', { password: 'wrong' })).status).toBe(401);
      const connected = await browser.post('/api/session/connect', { password: ada.password });
      expect([connected.status, connected.body.name]).toEqual([200, ada.name]);
      const next = lanyard().browser();
      await singleSignOn.singleSignOn(next, ada);
      expect((await next.get('/api/session')).body.name).toBe(ada.name);
    });

    it('are not connected by a second factor instead of the password, or by another account', async () => {
      const singleSignOn = await world();
      const [ada, eve] = [await known(singleSignOn), await known(singleSignOn)];
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, ada);
      expect((await browser.post('/api/session/second-factor', { code: '123456' })).body.error.code).toBe('login-over');
      expect((await browser.post('/api/session/connect', { password: eve.password })).status).toBe(401);
      const fresh = lanyard().browser();
      await fresh.signIn(eve.name, eve.password);
      const answer = await singleSignOn.singleSignOn(fresh, ada);
      expect(answer.headers.get('location')).toContain('step=connect');
    });

    it('cannot be connected later than five minutes after the sign-in at the provider', async () => {
      const singleSignOn = await world();
      const ada = await known(singleSignOn);
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, ada);
      lanyard().clock.advance(301);
      const late = await browser.post('/api/session/connect', { password: ada.password });
      expect([late.status, late.body.error.code]).toEqual([401, 'login-over']);
    });

    it('are connected at once if the person is signed in to the account or the directory created it', async () => {
      const singleSignOn = await world();
      const [ada, grace] = [await known(singleSignOn), await known(singleSignOn)];
      const browser = lanyard().browser();
      await browser.signIn(ada.name, ada.password);
      expect(
        (await singleSignOn.singleSignOn(browser, ada, { next: '/account/security' })).headers.get('location'),
      ).toBe('/account/security');
      const newcomer = freshName('joan');
      const created = (await singleSignOn.user(newcomer)).body;
      const other = lanyard().browser();
      await singleSignOn.singleSignOn(other, { subject: newcomer, email: created.userName });
      expect((await other.get('/api/session')).body.name).toBe(created.nickName);
      // A person whose account was only taken over has a password, and enters it once.
      await singleSignOn.user(grace.name);
      const asked = await singleSignOn.singleSignOn(lanyard().browser(), grace);
      expect(asked.headers.get('location')).toContain('step=connect');
    });

    it('cannot be connected if the account has no password, and the page says whom to ask', async () => {
      const singleSignOn = await world();
      const ada = await known(singleSignOn, null);
      const answer = await singleSignOn.singleSignOn(lanyard().browser(), ada);
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('ask an administrator')]);
    });

    it('stay connected when the provider gives the address to another person, until an owner disconnects them', async () => {
      const singleSignOn = await world();
      const ada = await known(singleSignOn);
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, ada);
      await browser.post('/api/session/connect', { password: ada.password });
      const successor = { ...ada, subject: `another ${ada.subject}` };
      const refused = await singleSignOn.singleSignOn(lanyard().browser(), successor);
      expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('another person')]);
      const { owner, member, path } = singleSignOn.organization;
      const unlink = `${path}/single-sign-on/members/${ada.name}`;
      expect((await member.browser.delete(unlink)).status).toBe(403);
      const events = await eventsOf(lanyard(), () => owner.browser.delete(unlink));
      expect(events.map(({ action, data }) => [action, data.subject])).toEqual([['identity.unlinked', ada.subject]]);
      expect((await owner.browser.delete(unlink)).status).toBe(404);
      const again = await singleSignOn.singleSignOn(lanyard().browser(), successor);
      expect(again.headers.get('location')).toContain('step=connect');
    });

    it('prove a fresh sign-in only for the same account, when the provider asks the person again', async () => {
      const singleSignOn = await world();
      const [ada, grace] = [await known(singleSignOn), await known(singleSignOn)];
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, ada);
      await browser.post('/api/session/connect', { password: ada.password });
      lanyard().clock.advance(601);
      expect((await browser.get('/api/session')).body.freshUntil).toBeNull();
      const before = (await browser.get('/api/sessions')).body.sessions;
      const request = await singleSignOn.begin(browser, { again: 'true' });
      expect(request.isForced).toBe(true);
      const cookie = browser.cookie();
      expect((await singleSignOn.post(browser, request, singleSignOn.respond(request, ada))).status).toBe(303);
      expect(browser.cookie()).not.toBe(cookie);
      expect((await browser.get('/api/session')).body.freshUntil).not.toBeNull();
      const after = (await browser.get('/api/sessions')).body.sessions;
      expect(after.map(({ id }: { id: string }) => id)).toEqual(before.map(({ id }: { id: string }) => id));
      const asked = await singleSignOn.begin(browser, { again: 'true' });
      const authenticatedAt = lanyard().clock.now() - 300_000;
      const assertion = { authenticatedAt: new Date(authenticatedAt).toISOString() };
      await singleSignOn.post(browser, asked, singleSignOn.respond(asked, ada, { assertion }));
      const { freshUntil } = (await browser.get('/api/session')).body;
      expect(Date.parse(freshUntil)).toBe(authenticatedAt + 600_000);
      await singleSignOn.user(grace.name);
      const other = await singleSignOn.singleSignOn(browser, grace, { again: 'true' });
      expect([other.status, other.body]).toEqual([403, expect.stringContaining('another account')]);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
