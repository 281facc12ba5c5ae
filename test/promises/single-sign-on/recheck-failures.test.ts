import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshName } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent, recheckIdentitiesNow } from '../../support/lanyard/background-work.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleOpenId, sampleOpenId } from '../../support/lanyard/single-sign-on.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type OidcProvider, startOidcProvider } from '../../support/programs/oidc-provider.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let dns: DnsServer;
let provider: OidcProvider;
let mail: MailServer;

beforeAll(async () => {
  [dns, provider, mail] = await Promise.all([startDnsServer(), startOidcProvider(), receiveMail()]);
});

afterAll(async () => {
  await Promise.all([dns?.stop(), provider?.stop(), mail?.stop()]);
});

beforeEach(() => provider.answerRefreshes('dex'));

describeLanyard(
  'R49: re-checks at a provider that does not answer as RFC 6749 says',
  (lanyard) => {
    const worlds: SampleOpenId[] = [];

    // People of one test are not asked about in the next.
    afterEach(async () => {
      for (const singleSignOn of worlds.splice(0)) {
        const { path } = singleSignOn.organization;
        await (await ownerOf(singleSignOn)).delete(`${path}/single-sign-on`);
      }
    });

    interface Member {
      readonly login: string;
      readonly browser: Browser;
      readonly name: string;
    }

    async function member(singleSignOn: SampleOpenId): Promise<Member> {
      const login = freshName('grace');
      await provider.putPerson({ login, subject: `subject-of-${login}`, email: `${login}@${singleSignOn.domain}` });
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, login);
      return { login, browser, name: (await browser.get('/api/session')).body.name };
    }

    /** An organization whose people were confirmed an hour ago, and are due now. */
    async function world(people: number) {
      const singleSignOn = await sampleOpenId(lanyard(), dns, provider);
      worlds.push(singleSignOn);
      const members: Member[] = [];
      for (let index = 0; index < people; index += 1) members.push(await member(singleSignOn));
      await pass(members, 3601);
      return { singleSignOn, members };
    }

    /** Sessions stay alive while they are used. */
    async function pass(members: readonly Member[], seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1200) {
        lanyard().clock.advance(Math.min(1200, seconds - passed));
        for (const { browser } of members) await browser.get('/api/session');
      }
    }

    /** Hours have passed since the owner signed in. */
    async function ownerOf({ organization: { owner } }: SampleOpenId): Promise<Browser> {
      await owner.browser.signIn(owner.name, owner.password);
      return owner.browser;
    }

    const shown = async (singleSignOn: SampleOpenId) =>
      (await (await ownerOf(singleSignOn)).get(`${singleSignOn.organization.path}/single-sign-on`)).body;
    const isSignedIn = async ({ browser }: Member) => (await browser.get('/api/session')).status === 200;

    it('R49, attack 49: ends a person whom Dex refuses within the grace, names the cause, and confirms the others meanwhile', async () => {
      const { singleSignOn, members } = await world(3);
      const [leaver, ...others] = members as [Member, Member, Member];
      await provider.removePerson(leaver.login);
      const first = await recheckIdentitiesNow(lanyard());
      expect(first).toMatchObject({ ended: 0, failed: 1, checked: 2 });
      const cause = 'it answers with an error (status 500)';
      expect(first.reports).toEqual([
        {
          organization: singleSignOn.organization.name,
          provider: provider.issuer,
          isOutage: false,
          ended: [],
          failed: [{ account: leaver.name, cause }],
        },
      ]);
      expect(await shown(singleSignOn)).toMatchObject({
        outage: null,
        failing: [{ account: leaver.name, cause, since: expect.any(String) }],
      });
      for (let minute = 1; minute < 9; minute += 1) {
        lanyard().clock.advance(61);
        expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
      }
      expect(await isSignedIn(leaver)).toBe(true);
      lanyard().clock.advance(61);
      const events = await eventsOf(lanyard(), () => recheckIdentitiesNow(lanyard()));
      expect(events.map(({ action, subject, data }) => [action, subject.name, data.cause])).toEqual([
        ['identity.ended', leaver.name, cause],
      ]);
      expect(await isSignedIn(leaver)).toBe(false);
      for (const other of others) expect(await isSignedIn(other)).toBe(true);
      expect((await shown(singleSignOn)).failing).toEqual([]);
      lanyard().clock.advance(61);
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ failed: 0, reports: [] });
    });

    it('forgets the refusals of a person who is confirmed again', async () => {
      const { members } = await world(2);
      const [returning] = members as [Member, Member];
      await provider.removePerson(returning.login);
      await recheckIdentitiesNow(lanyard());
      const login = returning.login;
      await provider.putPerson({ login, subject: `subject-of-${login}`, email: `${login}@example.org` });
      lanyard().clock.advance(61);
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ failed: 0 });
      await provider.removePerson(login);
      await pass(members, 3601);
      expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
    });

    it('signs nobody out while the provider fails for everybody, and tells the owners if that lasts', async () => {
      const { singleSignOn, members } = await world(2);
      const { name } = singleSignOn.organization;
      await provider.answerRefreshes('failing');
      await mailsSent(lanyard());
      const before = mail.mails.length;
      const round = await recheckIdentitiesNow(lanyard());
      expect(round).toMatchObject({ ended: 0, failed: 2, reports: [{ isOutage: true, provider: provider.issuer }] });
      expect((await shown(singleSignOn)).outage).toMatchObject({ toldAt: null, since: expect.any(String) });
      const events = await eventsOf(lanyard(), async () => {
        for (let minute = 0; minute < 12; minute += 1) {
          if (minute === 6) await provider.answerRefreshes('page');
          lanyard().clock.advance(61);
          await recheckIdentitiesNow(lanyard());
        }
      });
      expect(events.map(({ action, data }) => [action, data.issuer])).toEqual([
        ['sso-connection.failing', provider.issuer],
      ]);
      for (const one of members) expect(await isSignedIn(one)).toBe(true);
      await mailsSent(lanyard());
      const { email } = (await (await ownerOf(singleSignOn)).get('/api/session')).body;
      expect(mail.mails.slice(before).map(({ recipients, parsed }) => [recipients, parsed.subject])).toEqual([
        [[email], `The identity provider of ${name} does not confirm anybody`],
      ]);

      // The grace of a person starts again at the end of the outage.
      await provider.answerRefreshes('dex');
      await provider.removePerson((members[0] as Member).login);
      lanyard().clock.advance(61);
      const recovered = await eventsOf(lanyard(), async () => {
        expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
      });
      expect(recovered.map(({ action }) => action)).toEqual(['sso-connection.recovered']);
      expect((await shown(singleSignOn)).outage).toBeNull();
    });

    it('does not sign out the only person it can ask about, and shows the owners who that is', async () => {
      const { singleSignOn, members } = await world(1);
      const [alone] = members as [Member];
      await provider.removePerson(alone.login);
      for (let minute = 0; minute < 12; minute += 1) {
        expect(await recheckIdentitiesNow(lanyard())).toMatchObject({ ended: 0, failed: 1 });
        lanyard().clock.advance(61);
      }
      expect(await isSignedIn(alone)).toBe(true);
      expect(await shown(singleSignOn)).toMatchObject({
        outage: { toldAt: expect.any(String), cause: expect.stringContaining('500') },
        failing: [{ account: alone.name }],
      });
    });
  },
  () => ({
    LANYARD_DNS_SERVERS: dns.address,
    LANYARD_OUTBOUND_HOSTS: provider.host,
    LANYARD_SMTP_URL: mail.url,
    LANYARD_MAIL_FROM: 'lanyard@example.com',
  }),
);
