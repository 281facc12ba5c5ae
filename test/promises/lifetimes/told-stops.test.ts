import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { mailsSent, stopsToldNow, usesWritten } from '../../support/lanyard/background-work.ts';
import { approve, enterCode, postForm } from '../../support/lanyard/command-lines.ts';
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
  'people are told what a rule will stop',
  (lanyard) => {
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
      const change = async (rules: object) =>
        expect((await owner.browser.patch(`${path}/policy`, rules)).status).toBe(200);
      const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();
      /** The mails of this organization that a look of two servers leads to. */
      const told = async () => {
        await mailsSent(lanyard());
        const before = inbox.mails.length;
        await Promise.all([stopsToldNow(lanyard()), stopsToldNow(lanyard())]);
        await mailsSent(lanyard());
        const ours = inbox.mails.slice(before).filter(({ parsed }) => `${parsed.subject}${parsed.text}`.includes(name));
        return (account: Pick<SampleAccount, 'name'>) => {
          const theirs = ours.filter(({ recipients }) => recipients[0] === `${account.name}@example.com`);
          return theirs.map(({ parsed }) => `${parsed.subject}\n${parsed.text}`);
        };
      };
      const use = async (secret: string, holder: SampleAccount = member) => {
        const credential = `${holder.name}:${secret}`;
        const { status } = await requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
        await usesWritten(lanyard());
        return status;
      };
      return { ...place, change, inDays, told, use };
    }

    it('30 days, 7 days and 1 day before a change: holders of each token once, owners once a day', async () => {
      const { owner, member, name, path, change, told } = await world();
      await sampleToken(member, { actions: ['pull'] });
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      await owner.browser.post(`${path}/tokens`, { description: 'nightly', grants });
      await change({ maximumTokenLifetimeSeconds: DAY_SECONDS });
      const first = await told();
      const day = new Date(lanyard().clock.now() + 30 * DAY_SECONDS * 1000).toISOString().slice(0, 10);
      expect(first(member)).toEqual([expect.stringContaining(`- for pull (${day}: it lives longer than 1 day)`)]);
      const digest = expect.stringContaining(`- ${day}: 2 access tokens of ${[name, member.name].sort().join(', ')}`);
      expect(first(owner).sort()).toEqual([expect.stringContaining('- nightly ('), digest]);
      expect((await told())(member)).toEqual([]);
      const later: string[] = [];
      for (let passed = 1; passed <= 31; passed += 1) {
        await daysLater(lanyard(), 1);
        const [mail] = (await told())(member);
        if (mail) later.push(`${passed}`);
      }
      expect(later).toEqual(['23', '29']);
    });

    it('at once about a token that is created when the change waits already', async () => {
      const { member, change, inDays, told } = await world();
      await sampleToken(member, { actions: ['pull'] });
      await change({ maximumTokenLifetimeSeconds: DAY_SECONDS, bindsFrom: inDays(10) });
      expect((await told())(member)).toHaveLength(1);
      await sampleToken(member, { actions: ['pull', 'push'] });
      await daysLater(lanyard(), 0.1);
      expect((await told())(member)).toEqual([expect.stringContaining('for pull and push (')]);
    });

    it('R59: by the answer, of a token that is created, activated or widened shortly before the date, or after it', async () => {
      const { owner, member, name, path, change, inDays } = await world();
      const elsewhere = [{ pattern: `${member.name}/*`, actions: ['pull'] }];
      const here = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const make = async (more: object = {}) =>
        (await member.browser.post('/api/tokens', { description: 'ci', grants: here, ...more })).body;
      const switched = async (id: string, active: boolean) =>
        (await member.browser.patch(`/api/tokens/${id}`, { active })).body.stops;
      const bindsFrom = inDays(10);
      const stop = { organization: name, rule: 'maximumTokenLifetimeSeconds', seconds: 30 * DAY_SECONDS };
      const existing = (await make()).token.id;
      expect(await switched(existing, false)).toEqual([]);
      const other = await member.browser.post('/api/tokens', { description: 'other', grants: elsewhere });
      await change({ maximumTokenLifetimeSeconds: 30 * DAY_SECONDS, bindsFrom });
      await stopsToldNow(lanyard());
      await daysLater(lanyard(), 8, [owner, member]);
      const soon = [{ ...stop, at: bindsFrom }];
      expect((await make()).stops).toEqual(soon);
      expect((await make({ expiresAt: inDays(60) })).stops).toEqual(soon);
      expect((await make({ expiresAt: inDays(30) })).stops).toEqual([]);
      // It expires before the rule begins.
      expect((await make({ expiresAt: inDays(1) })).stops).toEqual([]);
      expect((await make({ grants: elsewhere })).stops).toEqual([]);
      expect(await switched(existing, true)).toEqual(soon);
      expect(await switched(existing, false)).toEqual([]);
      const widened = await member.browser.patch(`/api/tokens/${other.body.token.id}`, { grants: here });
      expect(widened.body.stops).toEqual(soon);
      const own = await owner.browser.post(`${path}/tokens`, { description: 'nightly', grants: here });
      expect(own.body.stops).toEqual(soon);
      await daysLater(lanyard(), 2.1, [owner, member]);
      const now = [{ ...stop, at: null }];
      expect((await make()).stops).toEqual(now);
      expect(await switched(existing, true)).toEqual(now);
    });

    it('by the page of approval, where docker login would get a token that lives too long', async () => {
      const { member, name, change, inDays } = await world();
      await sampleToken(member, { actions: ['pull'] });
      const pageOf = async () => {
        const { body } = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'docker' });
        const page = (await enterCode(member.browser, body.user_code)).body;
        await approve(member, body.user_code, 'refused');
        return page as string;
      };
      expect(await pageOf()).not.toContain('It will not reach');
      const bindsFrom = inDays(10);
      await change({ maximumTokenLifetimeSeconds: 30 * DAY_SECONDS, bindsFrom });
      await stopsToldNow(lanyard());
      const cause = 'it accepts only access tokens that live for at most 30 days';
      expect(await pageOf()).toContain(`<li>${name} from ${bindsFrom.slice(0, 10)} on: ${cause}</li>`);
      await daysLater(lanyard(), 10.1, [member]);
      expect(await pageOf()).toContain(`<li>${name}: ${cause}</li>`);
    });

    it('of a token that falls asleep, and again only after it was used', async () => {
      const { member, change, told, use } = await world();
      await change({ tokenUnusedSeconds: 60 * DAY_SECONDS });
      const { secret } = await sampleToken(member, { actions: ['pull'] });
      const days: number[] = [];
      const pass = async (from: number, to: number) => {
        for (let passed = from; passed <= to; passed += 2) {
          await daysLater(lanyard(), 2);
          if ((await told())(member).length > 0) days.push(passed);
        }
      };
      await pass(2, 40);
      expect([days, await use(secret)]).toEqual([[30], 200]);
      await pass(42, 102);
      // Every second day: the last day before the stop, at 100 days, is not among them.
      expect([days, await use(secret)]).toEqual([[30, 70, 94], 403]);
    });

    it('of a password that was used there, but not of one that was not', async () => {
      const { owner, member, name, change, told, use } = await world();
      expect(await use(member.password)).toBe(200);
      await change({ passwordAtRegistry: false });
      const mails = await told();
      expect(mails(member)).toEqual([expect.stringContaining(`${name} accepts your password until`)]);
      expect(mails(owner)).toEqual([expect.stringContaining('the password of one member')]);
    });
  },
  settings,
);
