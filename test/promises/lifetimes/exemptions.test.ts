import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater, noticeOver } from '../../support/lanyard/announced-rules.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { exemptionsEndedNow, mailsSent, stopsToldNow } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

const DAY_SECONDS = 86_400;
let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const settings = () => ({ LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' });

describeLanyard(
  'an exemption from a rule of an organization',
  (lanyard) => {
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
      const change = (rules: object) => owner.browser.patch(`${path}/policy`, rules);
      const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();
      const exempt = (body: object, days = 60, by = owner) =>
        by.browser.post(`${path}/exemptions`, { reason: 'replaced in May', endsAt: inDays(days), ...body });
      const list = async () => (await owner.browser.get(`${path}/exemptions`)).body.exemptions;
      const ask = async (secret: string, account: SampleAccount = member) => {
        const scopes = [`repository:${name}/app:pull`];
        const { status } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
        return status;
      };
      const mailsTo = async (account: SampleAccount, work: () => Promise<unknown>) => {
        await mailsSent(lanyard());
        const before = inbox.mails.length;
        await work();
        await mailsSent(lanyard());
        const mails = inbox.mails
          .slice(before)
          .filter(({ recipients }) => recipients[0] === `${account.name}@example.com`);
        return mails.map(({ parsed }) => `${parsed.subject}\n${parsed.text}`);
      };
      return { ...place, change, exempt, list, ask, mailsTo };
    }
    const rule = 'maximumTokenLifetimeSeconds';

    it('lets one token in until it ends, and its holder is told of it, of its end, and before', async () => {
      const { owner, member, name, change, exempt, list, ask, mailsTo } = await world();
      await change({ [rule]: DAY_SECONDS });
      const [one, other] = [
        await sampleToken(member, { actions: ['pull'] }),
        await sampleToken(member, { actions: ['pull'] }),
      ];
      let events: Awaited<ReturnType<typeof eventsOf>> = [];
      const mails = await mailsTo(member, async () => {
        events = await eventsOf(lanyard(), () => exempt({ rule, token: one.id }));
      });
      expect(events).toMatchObject([
        { action: 'exemption.created', namespace: name, subject: { id: one.id }, data: { rule, holder: member.name } },
      ]);
      expect(mails).toEqual([expect.stringMatching(/exempted the access token "for pull"[\s\S]*replaced in May/)]);
      expect([await ask(one.secret), await ask(other.secret)]).toEqual([200, 403]);
      // The token reaches more than this organization, so its owners do not see what it is called.
      expect(await list()).toMatchObject([
        { rule, type: 'token', holder: member.name, description: null, createdBy: owner.name, isOver: false },
      ]);
      await daysLater(lanyard(), 31);
      expect(await mailsTo(member, () => stopsToldNow(lanyard()))).toEqual([expect.stringContaining('for pull (')]);
      await daysLater(lanyard(), 29.1, [owner]);
      expect(await ask(one.secret)).toBe(403);
      expect((await list())[0].isOver).toBe(true);
      const ended = await mailsTo(member, async () => {
        await Promise.all([exemptionsEndedNow(lanyard()), exemptionsEndedNow(lanyard())]);
      });
      expect(ended).toEqual([expect.stringContaining(`An exemption in ${name} is over`)]);
      expect(await list()).toEqual([]);
    });

    it('lets a member in with all credentials, also with a password', async () => {
      const { member, name, change, exempt, ask } = await world();
      expect(await ask(member.password)).toBe(200);
      await change({ passwordAtRegistry: false, [rule]: DAY_SECONDS });
      await noticeOver(lanyard(), name);
      const token = await sampleToken(member, { actions: ['pull'] });
      expect([await ask(member.password), await ask(token.secret)]).toEqual([401, 403]);
      expect((await exempt({ rule: 'passwordAtRegistry', member: member.name })).status).toBe(204);
      expect((await exempt({ rule, member: member.name })).status).toBe(204);
      expect([await ask(member.password), await ask(token.secret)]).toEqual([200, 200]);
      await change({ tokenApproval: true });
      expect(await ask(member.password)).toBe(401);
    });

    it('ends 7 days after an owner ends it, and not before it was told', async () => {
      const { owner, member, path, change, exempt, ask, mailsTo } = await world();
      await change({ [rule]: DAY_SECONDS });
      const { id, secret } = await sampleToken(member, { actions: ['pull'] });
      await exempt({ rule, token: id });
      const end = () => owner.browser.request('DELETE', `${path}/exemptions/${rule}/${id}`);
      const mails = await mailsTo(member, async () => {
        expect(await eventsOf(lanyard(), end)).toMatchObject([{ action: 'exemption.ended' }]);
        await stopsToldNow(lanyard());
      });
      expect(mails.map((text) => text.split('\n')[0]).sort()).toEqual([
        expect.stringMatching(/^Access tokens that will no longer reach/),
        expect.stringMatching(/^An exemption in .* ends on/),
      ]);
      expect([(await end()).status, await eventsOf(lanyard(), end)]).toEqual([200, []]);
      await daysLater(lanyard(), 6.9, [owner]);
      expect(await ask(secret)).toBe(200);
      await daysLater(lanyard(), 0.2, [owner]);
      expect([await ask(secret), (await end()).status]).toEqual([403, 404]);
    });

    it('is for owners to make, for what reaches the organization, with a reason and an end within a year', async () => {
      const { member, owner, stranger, exempt, list } = await world();
      const token = await sampleToken(member, { actions: ['pull'] });
      const foreign = await sampleToken(stranger, { actions: ['pull'] });
      const good = { rule, token: token.id };
      const statusOf = async (body: object, days?: number, by?: SampleAccount) => (await exempt(body, days, by)).status;
      expect([await statusOf(good, 60, member), await statusOf(good, 60, stranger)]).toEqual([403, 404]);
      expect([await statusOf(good, 366), await statusOf(good, 0), await statusOf({ ...good, reason: ' ' })]).toEqual([
        400, 400, 400,
      ]);
      expect([await statusOf({ rule }), await statusOf({ ...good, member: owner.name })]).toEqual([400, 400]);
      expect(await statusOf({ ...good, rule: 'passwordAtRegistry' })).toBe(400);
      expect(await statusOf({ ...good, rule: 'tokenApproval' })).toBe(400);
      expect([await statusOf({ rule, token: foreign.id }), await statusOf({ rule, member: stranger.name })]).toEqual([
        404, 404,
      ]);
      expect([await statusOf(good, 60), await statusOf(good, 90), await statusOf(good, 30)]).toEqual([204, 204, 409]);
      expect(await list()).toHaveLength(1);
    });

    it('of a member goes with the membership', async () => {
      const { member, owner, path, exempt, list } = await world();
      await exempt({ rule, member: member.name });
      expect(await list()).toMatchObject([{ type: 'member', holder: member.name }]);
      await owner.browser.request('DELETE', `${path}/members/${member.name}`);
      expect(await list()).toEqual([]);
    });
  },
  settings,
);
