import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { expiryToldNow, mailsSent } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const settings = () => ({
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1',
});
const DAY = 86_400;

describeLanyard(
  'people are told by mail',
  (lanyard) => {
    /** The mails that the account gets because of `work`. */
    async function told({ name }: Pick<SampleAccount, 'name'>, work: () => Promise<unknown>) {
      await mailsSent(lanyard());
      const before = inbox.mails.length;
      await work();
      await mailsSent(lanyard());
      const mails = inbox.mails.slice(before).filter(({ recipients }) => recipients[0] === `${name}@example.com`);
      return mails.map(({ parsed }) => ({ subject: parsed.subject ?? '', text: parsed.text ?? '' }));
    }
    const subjects = async (account: Pick<SampleAccount, 'name'>, work: () => Promise<unknown>) =>
      (await told(account, work)).map(({ subject }) => subject);
    const anAccount = () => sampleAccount(lanyard(), freshName('ada'));

    it('of a sign-in with a new browser or from a new network, but not of the first one or a known one', async () => {
      const name = freshName('ada');
      let account: SampleAccount | undefined;
      expect(await subjects({ name }, async () => (account = await sampleAccount(lanyard(), name)))).toEqual([]);
      const { browser, password } = account ?? (await anAccount());
      expect(await subjects({ name }, () => browser.signIn(name, password))).toEqual([]);
      const mails = await told({ name }, () => lanyard().browser().signIn(name, password));
      expect(mails.map(({ subject }) => subject)).toEqual(['A new sign-in to your account']);
      const headers = { 'x-forwarded-for': '198.51.100.9' };
      const signIn = { identifier: name, password };
      const elsewhere = await told({ name }, () => browser.request('POST', '/api/session', { body: signIn, headers }));
      expect(elsewhere.map(({ text }) => text)).toEqual([expect.stringContaining('from 198.51.100.9')]);
      expect(
        await subjects({ name }, () => browser.request('POST', '/api/session', { body: signIn, headers })),
      ).toEqual([]);
    });

    it('of a new access token, of one that may do more, and of a command line that newer ones replaced', async () => {
      const account = await anAccount();
      expect(await subjects(account, () => sampleToken(account, { actions: ['pull'] }))).toEqual([
        'An access token was generated',
      ]);
      const { id } = await sampleToken(account, { actions: ['pull'] });
      const change = (grants: readonly object[]) => () => account.browser.patch(`/api/tokens/${id}`, { grants });
      expect(await subjects(account, change([{ pattern: '*', actions: ['pull', 'delete'] }]))).toEqual([
        'An access token may do more than before',
      ]);
      expect(await subjects(account, change([{ pattern: '*', actions: ['pull'] }]))).toEqual([]);
      const evicted = await told(account, async () => {
        for (let count = 0; count < 6; count += 1) await (await sampleCommandLine(lanyard(), account)).generate();
      });
      expect(evicted.map(({ subject }) => subject)).toEqual(['A command line was signed out by a newer one']);
      expect(evicted[0]?.text).toContain('The account keeps 5 command-line logins');
    });

    it('of a new membership, a changed role and its end; owners of a new member and a new access token', async () => {
      const { name, path, owner, member, stranger } = await sampleOrganization(lanyard());
      // When the invitation's own mail is due, the invitation can already be accepted.
      const joined = await subjects(stranger, () => joinOrganization(owner, path, stranger));
      expect(joined.filter((subject) => !subject.startsWith('Invitation'))).toEqual([`You are a member of ${name}`]);
      const another = await anAccount();
      expect(await subjects(owner, () => joinOrganization(owner, path, another))).toEqual([
        `${another.name} is a member of ${name}`,
      ]);
      expect(
        await subjects(member, () => owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' })),
      ).toEqual([`Your role in ${name} was changed`]);
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const generate = () => owner.browser.post(`${path}/tokens`, { description: 'nightly', grants });
      expect(await subjects(member, generate)).toEqual([`An access token of ${name} was generated`]);
      const [{ id }] = (await owner.browser.get(`${path}/tokens`)).body.tokens;
      const widen = () =>
        owner.browser.patch(`${path}/tokens/${id}`, { grants: [{ pattern: `${name}/*`, actions: ['push'] }] });
      expect(await subjects(member, widen)).toEqual([`An access token of ${name} may do more than before`]);
      expect(await subjects(owner, generate)).toEqual([]);
      expect(await subjects(stranger, () => owner.browser.delete(`${path}/members/${stranger.name}`))).toEqual([
        `You are no longer a member of ${name}`,
      ]);
      expect(await subjects(another, () => another.browser.delete(`${path}/members/${another.name}`))).toEqual([]);
    });

    it('only of what they want, but always of security events', async () => {
      const account = await anAccount();
      const { browser } = account;
      const { notices } = (await browser.get('/api/account/notices')).body;
      const of = (kind: string) => notices.find((one: { readonly kind: string }) => one.kind === kind);
      expect([of('token-created'), of('password-changed'), of('password-reset')]).toMatchObject([
        { security: false, wanted: true },
        { security: true, wanted: true },
        undefined,
      ]);
      const events = await eventsOf(lanyard(), async () => {
        for (let count = 0; count < 2; count += 1) {
          const answer = await browser.put('/api/account/notices', { unwanted: ['token-created'] });
          expect(answer.status).toBe(200);
        }
      });
      expect(events.map(({ action, data }) => [action, data])).toEqual([
        ['account.notices-chosen', { turnedOff: ['token-created'] }],
      ]);
      expect(await subjects(account, () => sampleToken(account, { actions: ['pull'] }))).toEqual([]);
      expect((await browser.put('/api/account/notices', { unwanted: ['password-changed'] })).status).toBe(400);
      await browser.put('/api/account/notices', { unwanted: [] });
      expect(await subjects(account, () => sampleToken(account, { actions: ['pull'] }))).toHaveLength(1);
    });

    it('of access tokens that expire, a week before and a day before, once each', async () => {
      const account = await anAccount();
      const { name, path, owner } = await sampleOrganization(lanyard());
      const look = () => expiryToldNow(lanyard());
      await look();
      const expiresAt = new Date(lanyard().clock.now() + 10 * DAY * 1000).toISOString();
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      await account.browser.post('/api/tokens', {
        description: 'laptop',
        grants: [{ pattern: '*', actions: ['pull'] }],
        expiresAt,
      });
      await owner.browser.post(`${path}/tokens`, { description: 'nightly', grants, expiresAt });
      expect(await subjects(account, look)).toEqual([]);
      lanyard().clock.advance(3 * DAY + 60);
      const mails = await told(account, look);
      expect(mails.map(({ subject }) => subject)).toEqual(['An access token expires within 7 days']);
      expect(mails[0]?.text).toContain('- laptop (');
      expect(await subjects(account, look)).toEqual([]);
      lanyard().clock.advance(6 * DAY);
      expect(await subjects(owner, look)).toEqual(['An access token expires within a day']);
      lanyard().clock.advance(2 * DAY);
      expect(await subjects(account, look)).toEqual([]);
    });
  },
  settings,
);
