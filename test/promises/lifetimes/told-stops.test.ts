import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { mailsSent, stopsToldNow, usesWritten } from '../../support/lanyard/background-work.ts';
import { approve, enterCode, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
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
      /** The mails about what stops in this organization that something leads to. */
      const mailed = async (work: () => Promise<unknown>) => {
        await mailsSent(lanyard());
        const before = inbox.mails.length;
        await work();
        await mailsSent(lanyard());
        const about = [`Access tokens that will no longer reach ${name}`, `What the rules of ${name} will stop`];
        const subjects = [...about, `${name} accepts your password until`];
        const ours = inbox.mails
          .slice(before)
          .filter(({ parsed }) => subjects.some((subject) => parsed.subject?.startsWith(subject)));
        return (account: Pick<SampleAccount, 'name'>) => {
          const theirs = ours.filter(({ recipients }) => recipients[0] === `${account.name}@example.com`);
          return theirs.map(({ parsed }) => `${parsed.subject}\n${parsed.text}`);
        };
      };
      /** Those of a look of two servers. */
      const told = () => mailed(() => Promise.all([stopsToldNow(lanyard()), stopsToldNow(lanyard())]));
      const use = async (secret: string, holder: SampleAccount = member) => {
        const credential = `${holder.name}:${secret}`;
        const { status } = await requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
        await usesWritten(lanyard());
        return status;
      };
      return { ...place, change, inDays, mailed, told, use };
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

    it('R59: at once about a token that is created, activated or widened when the change waits already', async () => {
      const { owner, member, name, path, change, inDays, told, mailed } = await world();
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const former = await sampleToken(member, { actions: ['push'] });
      const elsewhere = await sampleToken(owner, { pattern: `${owner.name}/*`, actions: ['pull', 'delete'] });
      await member.browser.patch(`/api/tokens/${former.id}`, { active: false });
      const label = { token_label: 'by hub', scopes: ['repo:read'] };
      const resources = [{ type: 'TYPE_REPO', path: `${name}/*`, scopes: ['scope-image-pull'] }];
      await change({ maximumTokenLifetimeSeconds: DAY_SECONDS, bindsFrom: inDays(10) });
      const login = await sampleCommandLine(lanyard(), member);
      expect((await mailed(() => login.generate()))(member)).toHaveLength(1);
      expect((await told())(member)).toEqual([]);
      // In the last hour before the date, the round that looks once an hour comes too late.
      await daysLater(lanyard(), 10 - 0.02, [owner, member]);
      const hub = await hubClient(lanyard(), member);
      const ours = await hubClient(lanyard(), owner);
      const line = (what: string) => [expect.stringContaining(`- ${what} (`)];
      expect((await mailed(() => hub('POST', '/v2/access-tokens', label)))(member)).toEqual(line('by hub'));
      const active = { is_active: true };
      const activated = await mailed(() => hub('PATCH', `/v2/access-tokens/${former.id}`, active));
      expect(activated(member)).toEqual(line('for push'));
      const widened = await mailed(() => owner.browser.patch(`/api/tokens/${elsewhere.id}`, { grants }));
      expect(widened(owner)).toEqual(line('for pull and delete'));
      const made = await mailed(() => ours('POST', `/v2/orgs/${name}/access-tokens`, { label: 'oat', resources }));
      expect(made(owner)).toEqual(line('oat'));
      const own = await mailed(() => owner.browser.post(`${path}/tokens`, { description: 'nightly', grants }));
      expect(own(owner)).toEqual(line('nightly'));
      // The round does not tell the same once more, and nothing is told of what reaches nothing there already.
      expect((await told())(member).join()).not.toMatch(/by hub|for push/);
      await daysLater(lanyard(), 0.03, [owner, member]);
      const late = await hubClient(lanyard(), member);
      expect((await mailed(() => late('POST', '/v2/access-tokens', label)))(member)).toEqual([]);
    });

    it('R59: of the rest of a widened token from when it was widened', async () => {
      const { member, name, change } = await world();
      await change({ tokenUnusedSeconds: 60 * DAY_SECONDS });
      const { id } = await sampleToken(member, { pattern: `${member.name}/*`, actions: ['pull'] });
      await daysLater(lanyard(), 61, [member]);
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const { body } = await member.browser.patch(`/api/tokens/${id}`, { grants });
      expect(body.stops).toEqual([]);
    });

    it('R59: 7 days and 1 day before docker login has to be done again, and not at each sign-in', async () => {
      const { member, change, mailed, told } = await world();
      await change({ maximumTokenLifetimeSeconds: 30 * DAY_SECONDS });
      const login = await sampleCommandLine(lanyard(), member);
      expect((await mailed(() => login.generate()))(member)).toEqual([]);
      const days: number[] = [];
      for (let passed = 2; passed <= 32; passed += 2) {
        await daysLater(lanyard(), 2);
        const mails = (await told())(member);
        if (mails.length > 0) days.push(passed);
        for (const mail of mails) expect(mail).toMatch(/^- docker CLI .* \(.*: it is 30 days old then\)$/m);
      }
      // Every second day.
      expect(days).toEqual([24]);
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
      const rule = 'maximumTokenLifetimeSeconds';
      const stop = { organization: name, rule, seconds: 30 * DAY_SECONDS, isByAge: false };
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
      const until = () => inDays(30).slice(0, 10);
      const cause = 'it accepts an auto-generated access token for 30 days at most';
      expect(await pageOf()).toContain(`<li>${name} from ${until()} on: ${cause}</li>`);
      await daysLater(lanyard(), 10.1, [member]);
      expect(await pageOf()).toContain(`<li>${name} from ${until()} on: ${cause}</li>`);
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
