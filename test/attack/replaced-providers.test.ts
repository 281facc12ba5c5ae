import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../support/lanyard/audit.ts';
import { mailsSent } from '../support/lanyard/background-work.ts';
import type { Browser } from '../support/lanyard/browser.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import type { SigningKey } from '../support/lanyard/saml-response.ts';
import { sampleTotp } from '../support/lanyard/second-factors.ts';
import {
  type Person,
  type SampleSingleSignOn,
  sampleOpenId,
  sampleSingleSignOn,
} from '../support/lanyard/single-sign-on.ts';
import { newSigningKey, softwareIdentityProvider } from '../support/lanyard/software-identity-provider.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { type OidcProvider, startOidcProvider } from '../support/programs/oidc-provider.ts';
import { type MailServer, receiveMail } from '../support/programs/receive-mail.ts';

let dns: DnsServer;
let inbox: MailServer;
let openId: OidcProvider;

beforeAll(async () => {
  [dns, inbox, openId] = await Promise.all([startDnsServer(), receiveMail(), startOidcProvider()]);
});

afterAll(async () => {
  await Promise.all([dns?.stop(), inbox?.stop(), openId?.stop()]);
});

const settings = () => ({
  LANYARD_DNS_SERVERS: dns.address,
  LANYARD_OUTBOUND_HOSTS: openId.host,
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
});

const DAY = 86_400;

interface Member extends SampleAccount, Person {
  readonly email: string;
}

describeLanyard(
  'attack 43: an owner who changes the identity provider',
  (lanyard) => {
    const world = (groupTeams: readonly { group: string; team: string }[] = []) =>
      sampleSingleSignOn(lanyard(), dns, groupTeams);

    /** A person of the domain who has a password and is linked to the provider. */
    async function connected(place: SampleSingleSignOn): Promise<Member> {
      const account = await sampleAccount(lanyard(), freshName('ada'), { domain: place.domain });
      const member = { ...account, email: `${account.name}@${place.domain}`, subject: `subject-of-${account.name}` };
      expect((await place.singleSignOn(member.browser, member)).headers.get('location')).toBe('/');
      return member;
    }

    /** A person without a password, known only to the provider. */
    async function newcomer(place: SampleSingleSignOn) {
      const name = freshName('grace');
      const person = { subject: `subject-of-${name}`, email: `${name}@${place.domain}`, name };
      const browser = lanyard().browser();
      await place.singleSignOn(browser, person);
      expect((await browser.get('/api/session')).status).toBe(200);
      return { ...person, browser };
    }

    async function asOwner({ organization }: SampleSingleSignOn): Promise<Browser> {
      const { owner } = organization;
      await owner.browser.signIn(owner.name, owner.password);
      return owner.browser;
    }

    const put = async (place: SampleSingleSignOn, certificates: readonly string[]) => {
      const metadata = place.provider.metadata(certificates);
      const owner = await asOwner(place);
      const path = `${place.organization.path}/single-sign-on`;
      const { groupTeams = [] } = (await owner.get(path)).body.connection ?? {};
      expect((await owner.put(path, { protocol: 'saml', metadata, groupTeams })).status).toBe(200);
    };

    /** The whole sign-in, signed with another key. */
    async function enter(place: SampleSingleSignOn, person: Person, key: SigningKey = place.provider) {
      const browser = lanyard().browser();
      const request = await place.begin(browser);
      const answer = await place.post(browser, request, place.respond(request, person, { signing: { key } }));
      const { status } = await browser.get('/api/session');
      return { browser, answer, step: answer.headers.get('location') ?? `${answer.status}`, isIn: status === 200 };
    }

    it('cannot sign in as a member with a new key under the same entity ID: the account needs its password first', async () => {
      const place = await world();
      const ada = await connected(place);
      const mine = await newSigningKey();
      const events = await eventsOf(lanyard(), () => put(place, [mine.certificate]));
      expect(events.at(-1)).toMatchObject({ action: 'sso-connection.changed', data: { voidedLinks: 1 } });
      const attempt = await enter(place, ada, mine);
      expect([attempt.isIn, attempt.step]).toEqual([false, '/sign-in?step=connect&next=%2F']);
      // The previous link is void too, even after its certificate is back.
      await put(place, [place.provider.certificate]);
      const back = await enter(place, ada);
      expect([back.isIn, back.step]).toEqual([false, '/sign-in?step=connect&next=%2F']);
      expect((await back.browser.post('/api/session/connect', { password: ada.password })).status).toBe(200);
      expect((await enter(place, ada)).isIn).toBe(true);
    });

    it('cannot sign in as a server administrator, who needs a second factor of this server', async () => {
      const place = await world();
      const root = await sampleAccount(lanyard(), freshName('root'), { domain: place.domain, isAdministrator: true });
      const person = { subject: root.name, email: `${root.name}@${place.domain}` };
      const events = await eventsOf(lanyard(), async () => {
        const { answer, isIn } = await enter(place, person);
        expect([isIn, answer.status, answer.body]).toEqual([false, 403, expect.stringContaining('second factor')]);
      });
      expect(events).toMatchObject([{ action: 'session.refused', namespace: root.name }]);
      await sampleTotp(lanyard(), root.browser);
      const asked = await enter(place, person);
      expect([asked.isIn, asked.step]).toEqual([false, '/sign-in?step=connect&next=%2F']);
      const connect = await asked.browser.post('/api/session/connect', { password: root.password });
      expect(connect.status).toBe(202);
      const mine = await newSigningKey();
      await put(place, [mine.certificate]);
      expect((await enter(place, person, mine)).isIn).toBe(false);
    });

    it('cannot sign in as a member by adding a new key and removing the old one within seven days', async () => {
      const place = await world();
      const ada = await connected(place);
      const mine = await newSigningKey();
      await put(place, [place.provider.certificate, mine.certificate]);
      expect((await enter(place, ada, mine)).step).toContain('step=connect');
      expect((await enter(place, ada)).isIn).toBe(true);
      await put(place, [mine.certificate]);
      expect((await enter(place, ada, mine)).step).toContain('step=connect');
    });

    it('keeps the connected accounts if the new key was added seven days before the old one is removed', async () => {
      const place = await world();
      const ada = await connected(place);
      const next = await newSigningKey();
      await put(place, [place.provider.certificate, next.certificate]);
      expect((await enter(place, ada)).isIn).toBe(true);
      lanyard().clock.advance(7 * DAY);
      expect((await enter(place, ada, next)).isIn).toBe(true);
      const events = await eventsOf(lanyard(), () => put(place, [next.certificate]));
      expect(events.at(-1)?.data).toMatchObject({ voidedLinks: 0 });
      expect((await enter(place, ada, next)).isIn).toBe(true);
      const later = await newSigningKey();
      await put(place, [next.certificate, later.certificate]);
      const asked = await enter(place, ada, later);
      await asked.browser.post('/api/session/connect', { password: ada.password });
      expect((await enter(place, ada, later)).isIn).toBe(true);
    });

    it('cannot sign in as a member by deleting the connection and creating a new one', async () => {
      const place = await world();
      const ada = await connected(place);
      const owner = await asOwner(place);
      expect((await owner.delete(`${place.organization.path}/single-sign-on`)).status).toBe(204);
      expect((await lanyard().browser().get(`/sso/${place.organization.name}/start`)).status).toBe(404);
      const mine = await newSigningKey();
      await put(place, [mine.certificate]);
      expect((await enter(place, ada, mine)).step).toContain('step=connect');
    });

    it('cannot sign in as a member with another entity ID that names the same subject', async () => {
      const place = await world();
      const ada = await connected(place);
      const provider = await softwareIdentityProvider('https://evil.example/metadata');
      const owner = await asOwner(place);
      const connection = { protocol: 'saml', metadata: provider.metadata() };
      expect((await owner.put(`${place.organization.path}/single-sign-on`, connection)).status).toBe(200);
      const browser = lanyard().browser();
      const request = await place.begin(browser);
      const attributes = { mail: [ada.email] };
      const assertion = { nameId: ada.subject, attributes };
      const response = provider.respond(request, { now: lanyard().clock.now(), assertion });
      expect((await place.post(browser, request, response)).headers.get('location')).toContain('step=connect');
      expect((await browser.get('/api/session')).status).toBe(401);
    });

    it('cannot sign in as a member without a password: the member must confirm by mail', async () => {
      const groups = [
        { group: 'devs', team: 'developers' },
        { group: 'ops', team: 'operators' },
      ];
      const place = await world(groups);
      for (const { team: name } of groups) {
        await place.organization.owner.browser.post(`${place.organization.path}/teams`, { name });
      }
      const [grace, joan] = [await newcomer(place), await newcomer(place)];
      const { path } = place.organization;
      await place.user(grace.name);
      await enter(place, { ...grace, groups: ['devs'] });
      const mine = await newSigningKey();
      await put(place, [mine.certificate]);
      const owner = await asOwner(place);
      expect((await owner.delete(`${path}/single-sign-on/members/${grace.name}`)).status).toBe(404);
      const before = inbox.mails.length;
      const attempt = await enter(place, { ...grace, groups: ['ops'] }, mine);
      expect([attempt.isIn, attempt.step]).toEqual([false, '/sign-in?step=connect-by-mail&next=%2F']);
      await mailsSent(lanyard());
      const mail = inbox.mails.slice(before).find(({ parsed }) => parsed.subject?.startsWith('Confirm your sign-in'));
      expect(mail?.recipients).toEqual([grace.email]);
      const code = /#code=(\S+)/.exec(mail?.parsed.text ?? '')?.[1] ?? '';
      // The person opens the link in another browser, with a sign-in of its own. Nobody gets in.
      const theirs = await enter(place, joan, mine);
      expect((await theirs.browser.post('/api/session/connect-by-mail', { code })).body.error.code).toBe('login-over');
      expect((await lanyard().browser().post('/api/session/connect-by-mail', { code })).status).toBe(401);
      expect((await attempt.browser.post('/api/session/connect-by-mail', { code: 'guess' })).status).toBe(401);
      const trail = await trailOf(lanyard(), async () => {
        expect((await attempt.browser.post('/api/session/connect-by-mail', { code })).status).toBe(200);
      });
      const by = place.organization.name;
      expect(trail).toEqual([
        `${by} identity.linked ${grace.name}`,
        `${by} team.member-removed ${grace.name}`,
        `${by} team.member-added ${grace.name}`,
        `${grace.name} session.started node`,
      ]);
      expect((await attempt.browser.post('/api/session/connect-by-mail', { code })).status).toBe(401);
      expect((await enter(place, grace, mine)).isIn).toBe(true);
    });

    it('cannot sign in as a member with another client of the same issuer: a member without a password confirms by mail', async () => {
      const place = await sampleOpenId(lanyard(), dns, openId);
      const { path, name, owner } = place.organization;
      const login = freshName('joan');
      const joan = { login, subject: login, email: `${login}@${place.domain}` };
      await openId.putPerson(joan);
      const first = lanyard().browser();
      await place.singleSignOn(first, login);
      expect((await first.get('/api/session')).status).toBe(200);
      const client = { clientId: `another-of-${name}`, clientSecret: `another-secret-of-${name}` };
      await openId.putClient({ ...client, redirectUri: `${lanyard().services.publicUrl}/sso/${name}/callback` });
      await owner.browser.signIn(owner.name, owner.password);
      const connection = { protocol: 'oidc', issuer: openId.issuer, ...client };
      expect((await owner.browser.put(`${path}/single-sign-on`, connection)).status).toBe(200);
      const browser = lanyard().browser();
      const answer = await place.singleSignOn(browser, login);
      expect(answer.headers.get('location')).toBe('/sign-in?step=connect-by-mail&next=%2F');
      expect((await browser.get('/api/session')).status).toBe(401);
      await mailsSent(lanyard());
      const code = inbox.mails
        .filter(({ recipients }) => recipients[0] === joan.email)
        .map(({ parsed }) => /#code=(\S+)/.exec(parsed.text ?? '')?.[1] ?? '')
        .findLast((found) => found !== '');
      expect((await browser.post('/api/session/connect-by-mail', { code })).status).toBe(200);
    });

    it('cannot sign in as a member whom the directory deletes and creates again', async () => {
      const place = await world();
      const grace = await newcomer(place);
      const { id } = (await place.user(grace.name)).body;
      expect((await place.scim('DELETE', `/Users/${id}`)).status).toBe(204);
      expect((await place.user(grace.name)).body).toMatchObject({ id, active: true });
      const attempt = await enter(place, grace);
      expect([attempt.isIn, attempt.step]).toEqual([false, '/sign-in?step=connect-by-mail&next=%2F']);
    });

    it('cannot do so unnoticed: owners and connected members get a mail', async () => {
      const place = await world();
      const ada = await connected(place);
      const { owner } = place.organization;
      const mine = await newSigningKey();
      const heard = async (certificates: readonly string[]) => {
        // Earlier mails have all been sent.
        await mailsSent(lanyard());
        const before = inbox.mails.length;
        await put(place, certificates);
        await mailsSent(lanyard());
        return inbox.mails.slice(before).map(({ recipients, parsed }) => [recipients[0], parsed.subject]);
      };
      const { name } = place.organization;
      const added = `A certificate was added to the identity provider of ${name}`;
      const changed = `The identity provider of ${name} was changed`;
      const all = [`${owner.name}@example.com`, ada.email].sort();
      const told = (subject: string) => all.map((address) => [address, subject]);
      expect((await heard([place.provider.certificate, mine.certificate])).sort()).toEqual(told(added));
      expect((await heard([mine.certificate])).sort()).toEqual(told(changed));
      expect(await heard([mine.certificate])).toEqual([]);
    });

    it('ends sign-ins that began with the former provider', async () => {
      const place = await world();
      const ada = await connected(place);
      const totp = await sampleTotp(lanyard(), ada.browser);
      const waiting = await enter(place, ada);
      expect(waiting.step).toContain('step=second-factor');
      await put(place, [(await newSigningKey()).certificate]);
      const late = await waiting.browser.post('/api/session/second-factor', { code: totp.code() });
      expect([late.status, late.body.error.code]).toEqual([401, 'login-over']);
    });
  },
  settings,
);
