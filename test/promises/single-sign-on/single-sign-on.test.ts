import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type SampleSingleSignOn, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(async () => {
  await dns.stop();
});

describeLanyard(
  'single sign-on',
  (lanyard) => {
    const world = (groupTeams: readonly { group: string; team: string }[] = []) =>
      sampleSingleSignOn(lanyard(), dns, groupTeams);

    const person = ({ domain }: SampleSingleSignOn, more: { groups?: readonly string[] } = {}) => {
      const name = freshName('grace');
      return { subject: `subject-of-${name}`, email: `${name}@${domain}`, ...more };
    };

    it('creates a member at the first sign-in of a person, and signs in to the same account later', async () => {
      const singleSignOn = await world();
      const grace = person(singleSignOn);
      const browser = lanyard().browser();
      const events = await eventsOf(lanyard(), async () => {
        expect(
          (await singleSignOn.singleSignOn(browser, grace, { next: '/account/security' })).headers.get('location'),
        ).toBe('/account/security');
      });
      expect(events.map(({ action, actor }) => [action, actor.name])).toEqual([
        ['account.created', singleSignOn.organization.name],
        ['identity.linked', singleSignOn.organization.name],
        ['member.added', singleSignOn.organization.name],
        ['session.started', grace.email.split('@')[0]],
      ]);
      const { body } = await browser.get('/api/session');
      expect(body.email).toBe(grace.email);
      const again = lanyard().browser();
      const moved = { ...grace, email: `married-${grace.email}` };
      expect((await singleSignOn.singleSignOn(again, moved)).status).toBe(303);
      expect((await again.get('/api/session')).body.name).toBe(body.name);
    });

    it.each([
      ['no e-mail address', () => undefined, /no verified e-mail/],
      ['an address in a domain that nobody has proven', () => 'eve@elsewhere.example', /no domain/],
    ])('refuses a new person if the provider sends %s, and creates nothing', async (_what, emailOf, text) => {
      const singleSignOn = await world();
      const email = emailOf();
      const browser = lanyard().browser();
      const events = await eventsOf(lanyard(), async () => {
        const answer = await singleSignOn.singleSignOn(browser, {
          subject: 'eve',
          ...(email !== undefined && { email }),
        });
        expect([answer.status, answer.body]).toEqual([403, expect.stringMatching(text)]);
      });
      expect(events).toEqual([]);
      expect((await browser.get('/api/session')).status).toBe(401);
    });

    it('refuses an e-mail address in the domain of another organization (attack: a provider that speaks for others)', async () => {
      const [singleSignOn, other] = [await world(), await world()];
      const answer = await singleSignOn.singleSignOn(lanyard().browser(), {
        subject: 'eve',
        email: `eve@${other.domain}`,
      });
      expect(answer.status).toBe(403);
    });

    it('R26: sets the teams that belong to groups, and does not touch other teams (attack 8)', async () => {
      const singleSignOn = await world([
        { group: 'devs', team: 'developers' },
        { group: 'leads', team: 'developers' },
        { group: 'ops', team: 'operators' },
      ]);
      const { owner, path } = singleSignOn.organization;
      for (const name of ['developers', 'operators', 'choir']) await owner.browser.post(`${path}/teams`, { name });
      const grace = person(singleSignOn);
      const browser = lanyard().browser();
      const teams = async (groups: readonly string[] | undefined) => {
        await singleSignOn.singleSignOn(browser, { ...grace, ...(groups && { groups }) });
        const { body } = await browser.get('/api/session');
        const held = await Promise.all(
          ['developers', 'operators', 'choir'].map(async (team) => {
            const answer = await owner.browser.get(`${path}/teams/${team}`);
            return answer.body.members.includes(body.name) ? [team] : [];
          }),
        );
        return held.flat();
      };
      expect(await teams(['devs', 'ops', 'unknown'])).toEqual(['developers', 'operators']);
      const { body } = await browser.get('/api/session');
      await owner.browser.put(`${path}/teams/choir/members/${body.name}`);
      expect(await teams(['leads'])).toEqual(['developers', 'choir']);
      expect(await teams(['devs', 'ops'])).toEqual(['developers', 'operators', 'choir']);
      expect(await teams(undefined)).toEqual(['choir']);
    });

    it('changes nothing for an account with a second factor until that is proven too', async () => {
      const singleSignOn = await world([{ group: 'devs', team: 'developers' }]);
      await singleSignOn.organization.owner.browser.post(`${singleSignOn.organization.path}/teams`, {
        name: 'developers',
      });
      const grace = person(singleSignOn);
      const first = lanyard().browser();
      await singleSignOn.singleSignOn(first, grace);
      const { name } = (await first.get('/api/session')).body;
      const totp = await sampleTotp(lanyard(), first);
      const browser = lanyard().browser();
      const before = await trailOf(lanyard(), async () => {
        const answer = await singleSignOn.singleSignOn(browser, { ...grace, groups: ['devs'] });
        expect(answer.headers.get('location')).toContain('step=second-factor');
      });
      expect(before).toEqual([]);
      const after = await trailOf(lanyard(), async () => {
        const answer = await browser.post('/api/session/second-factor', { code: totp.code() });
        expect([answer.status, answer.body.name]).toEqual([200, name]);
      });
      expect(after).toEqual([
        `${singleSignOn.organization.name} team.member-added ${name}`,
        `${name} session.started node`,
      ]);
    });

    it('R26: refuses a disabled account and does not enable it (attack 9)', async () => {
      const singleSignOn = await world();
      const grace = person(singleSignOn);
      const browser = lanyard().browser();
      await singleSignOn.singleSignOn(browser, grace);
      const { name } = (await browser.get('/api/session')).body;
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      expect((await root.browser.patch(`/api/accounts/${name}`, { active: false })).status).toBe(200);
      const events = await eventsOf(lanyard(), async () => {
        const answer = await singleSignOn.singleSignOn(lanyard().browser(), grace);
        expect([answer.status, answer.body]).toEqual([401, expect.stringContaining('disabled')]);
      });
      expect(events).toEqual([]);
      const listed = (await root.browser.get(`/api/accounts?search=${name}`)).body.accounts;
      expect(listed).toMatchObject([{ name, active: false }]);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
