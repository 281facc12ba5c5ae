import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, joinOrganization, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleDirectory, sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let dns: DnsServer;
let inbox: MailServer;

beforeAll(async () => {
  [dns, inbox] = [await startDnsServer(), await receiveMail()];
});

afterAll(async () => {
  await Promise.all([dns.stop(), inbox.stop()]);
});

const settings = () => ({
  LANYARD_DNS_SERVERS: dns.address,
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
});

const REQUESTS = '/api/account/directory-requests';
const setActive = (value: boolean) => ({ Operations: [{ op: 'replace', path: 'active', value }] });
const addMember = (id: string) => ({ Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] });

describeLanyard(
  'an account that existed before a directory provisions it',
  (lanyard) => {
    const directory = () => sampleDirectory(lanyard(), dns);

    async function inDomain({ domain }: Pick<SampleDirectory, 'domain'>): Promise<SampleAccount> {
      return sampleAccount(lanyard(), freshName('ada'), { domain });
    }

    const agree = (place: SampleDirectory, person: SampleAccount) =>
      person.browser.post(`${REQUESTS}/${place.organization.name}/confirm`);
    const decline = (place: SampleDirectory, person: SampleAccount) =>
      person.browser.post(`${REQUESTS}/${place.organization.name}/decline`);
    const requests = async (person: SampleAccount) => (await person.browser.get(REQUESTS)).body.requests;
    const isSignedIn = async (person: SampleAccount) => (await person.browser.get('/api/session')).status === 200;

    async function isMember({ organization }: SampleDirectory, { name }: SampleAccount): Promise<boolean> {
      const { body } = await organization.owner.browser.get(`${organization.path}/members`);
      return body.members.some((one: { account: string }) => one.account === name);
    }

    it('is asked by mail and on its page, and becomes a member only when it agrees', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      const { name } = place.organization;
      const answer = await place.user(ada.name);
      expect([answer.status, answer.body.id, answer.body.active]).toEqual([201, ada.id, true]);
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(({ recipients }) => recipients[0] === `${ada.name}@${place.domain}`);
      expect(mails.map(({ parsed }) => parsed.subject)).toEqual([`${name} asks to manage your account`]);
      expect(await requests(ada)).toMatchObject([{ organization: name, userName: `${ada.name}@${place.domain}` }]);
      expect(await isMember(place, ada)).toBe(false);
      const trail = await trailOf(lanyard(), async () => expect((await agree(place, ada)).status).toBe(204));
      expect(trail).toEqual([`${ada.name} scim-user.confirmed ${ada.name}`, `${ada.name} member.added ${ada.name}`]);
      expect([await isMember(place, ada), await requests(ada)]).toEqual([true, []]);
      expect((await agree(place, ada)).status).toBe(404);
    });

    it('cannot be disabled by the directory before it agrees, although SCIM answers as if it were', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      await place.user(ada.name);
      const path = `/Users/${ada.id}`;
      expect((await place.scim('PATCH', path, setActive(false))).body.active).toBe(false);
      expect((await place.scim('GET', path)).body.active).toBe(false);
      expect([await isSignedIn(ada), await requests(ada)]).toEqual([true, []]);
      expect((await agree(place, ada)).status).toBe(404);
      expect((await place.scim('PATCH', path, setActive(true))).body.active).toBe(true);
      expect(await requests(ada)).toHaveLength(1);
      const trail = await trailOf(lanyard(), () => place.scim('DELETE', path));
      const by = place.organization.name;
      expect(trail).toEqual([`${by} scim-user.changed ${ada.name}`, `${by} scim-user.deleted ${ada.name}`]);
      expect([await isSignedIn(ada), await requests(ada)]).toEqual([true, []]);
      await place.user(ada.name);
      expect((await agree(place, ada)).status).toBe(204);
      expect((await place.scim('PATCH', path, setActive(false))).body.active).toBe(false);
      expect(await isSignedIn(ada)).toBe(false);
    });

    it.each(['PATCH', 'PUT', 'POST', 'DELETE'])(
      'stays a member if it is one already, until the directory deactivates it by %s',
      async (method) => {
        const place = await sampleSingleSignOn(lanyard(), dns);
        const ada = await inDomain(place);
        const email = `${ada.name}@${place.domain}`;
        await place.singleSignOn(ada.browser, { subject: ada.name, email });
        expect(await isMember(place, ada)).toBe(true);
        const path = `/Users/${ada.id}`;
        const inactive = userOf(email, { active: false });
        if (method === 'POST') await place.scim('POST', '/Users', inactive);
        else await place.user(ada.name);
        if (method !== 'POST') {
          expect(await isMember(place, ada)).toBe(true);
          await place.scim(method, path, method === 'PATCH' ? setActive(false) : inactive);
        }
        expect(await isMember(place, ada)).toBe(false);
        const own = await lanyard().browser().signIn(ada.name, ada.password);
        expect(own.status).toBe(200);
      },
    );

    it('is not asked again after it declines, even if the directory deletes and creates it again', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      await place.user(ada.name);
      const [event] = await eventsOf(lanyard(), async () => {
        expect((await decline(place, ada)).status).toBe(204);
      });
      // The organization's owners read the event, and it does not show where she is.
      expect(event).toMatchObject({ action: 'scim-user.declined', actor: { id: ada.id }, address: '', client: '' });
      expect((await place.scim('GET', `/Users/${ada.id}`)).body.active).toBe(true);
      await place.scim('DELETE', `/Users/${ada.id}`);
      expect((await place.user(ada.name)).body).toMatchObject({ id: ada.id, active: true });
      await place.scim('PATCH', `/Users/${ada.id}`, setActive(false));
      expect([await requests(ada), await isMember(place, ada), await isSignedIn(ada)]).toEqual([[], false, true]);
      expect((await agree(place, ada)).status).toBe(404);
    });

    it('is put into its groups when it agrees', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      await place.user(ada.name);
      const group = (await place.scim('POST', '/Groups', { displayName: 'Engines' })).body;
      const path = `/Groups/${group.id}`;
      const added = await place.scim('PATCH', path, addMember(ada.id));
      expect(added.body.members).toMatchObject([{ value: ada.id }]);
      const other = await place.scim('POST', '/Groups', { displayName: 'Hulls', members: [{ value: ada.id }] });
      await place.scim('PUT', `/Groups/${other.body.id}`, { displayName: 'Hulls', members: [] });
      const team = async (name: string) => {
        const { owner, path: organization } = place.organization;
        return (await owner.browser.get(`${organization}/teams/${name}`)).body.members;
      };
      expect(await team('engines')).toEqual([]);
      const trail = await trailOf(lanyard(), () => agree(place, ada));
      expect(trail.at(-1)).toBe(`${ada.name} team.member-added ${ada.name}`);
      expect([await team('engines'), await team('hulls')]).toEqual([[ada.name], []]);
      await place.scim('DELETE', `/Users/${ada.id}`);
      expect((await place.scim('GET', path)).body.members).toEqual([]);
    });

    it('cannot agree for another account, for another organization or after the domain was removed', async () => {
      const [place, other] = [await directory(), await directory()];
      const [ada, eve] = [await inDomain(place), await inDomain(place)];
      await place.user(ada.name);
      expect((await agree(place, eve)).status).toBe(404);
      expect((await agree(other, ada)).status).toBe(404);
      const { owner, path } = place.organization;
      await owner.browser.delete(`${path}/domains/${place.domain}`);
      expect([await requests(ada), (await agree(place, ada)).status]).toEqual([[], 404]);
    });

    it("can agree only after its own fresh sign-in, not through the organization's identity provider", async () => {
      const place = await sampleSingleSignOn(lanyard(), dns);
      const ada = await inDomain(place);
      await place.user(ada.name);
      await place.singleSignOn(ada.browser, { subject: ada.name, email: `${ada.name}@${place.domain}` });
      const refused = await agree(place, ada);
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        expect.stringContaining('cannot agree for you'),
      ]);
      await ada.browser.signIn(ada.name, ada.password);
      lanyard().clock.advance(601);
      expect((await agree(place, ada)).body.error.code).toBe('fresh-sign-in-required');
      await ada.browser.signIn(ada.name, ada.password);
      expect((await agree(place, ada)).status).toBe(204);
    });

    it('cannot be added again by the directory after an owner removed it', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      await place.adopt(ada);
      const { owner, path } = place.organization;
      await owner.browser.signIn(owner.name, owner.password);
      expect((await owner.browser.delete(`${path}/members/${ada.name}`)).status).toBe(204);
      await place.scim('PATCH', `/Users/${ada.id}`, setActive(false));
      await place.scim('PATCH', `/Users/${ada.id}`, setActive(true));
      expect([await isSignedIn(ada), await isMember(place, ada)]).toEqual([true, false]);
      await place.scim('DELETE', `/Users/${ada.id}`);
      expect((await place.user(ada.name)).status).toBe(201);
      expect([await requests(ada), await isMember(place, ada)]).toEqual([[], false]);
      expect((await agree(place, ada)).status).toBe(404);
      // An account that the directory created does not either.
      const { id, nickName } = (await place.user(freshName('joan'))).body;
      await owner.browser.delete(`${path}/members/${nickName}`);
      await place.scim('DELETE', `/Users/${id}`);
      expect((await place.user(nickName)).body).toMatchObject({ id, active: true });
      const { body } = await owner.browser.get(`${path}/members`);
      expect(body.members.map((one: { account: string }) => one.account)).not.toContain(nickName);
    });

    it('is in the groups of its directory when it comes back by an invitation', async () => {
      const place = await directory();
      const { owner, path } = place.organization;
      const ada = await inDomain(place);
      await place.user(ada.name);
      expect((await agree(place, ada)).status).toBe(204);
      expect((await owner.browser.delete(`${path}/members/${ada.name}`)).status).toBe(204);
      await place.scim('POST', '/Groups', { displayName: 'Hulls', members: [{ value: ada.id }] });
      await joinOrganization(owner, path, ada);
      expect((await owner.browser.get(`${path}/teams/hulls`)).body.members).toEqual([ada.name]);
    });

    it('gets no more mails than the mail limit allows', async () => {
      const place = await directory();
      const ada = await inDomain(place);
      for (let count = 0; count < 6; count += 1) {
        await place.user(ada.name);
        await place.scim('DELETE', `/Users/${ada.id}`);
      }
      await mailsSent(lanyard());
      const address = `${ada.name}@${place.domain}`;
      expect(inbox.mails.filter(({ recipients }) => recipients[0] === address)).toHaveLength(3);
    });
  },
  settings,
);
