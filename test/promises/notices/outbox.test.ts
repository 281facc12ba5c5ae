import { afterAll, beforeAll, expect, it } from 'vitest';
import { existingAccount, freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { existingNotices, outboxText } from '../../support/lanyard/notices.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const settings = () => ({ LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' });
const mailsTo = (name: string) => inbox.mails.filter(({ recipients }) => recipients[0] === `${name}@example.com`);
const NEW = 'a new and longer password';

describeLanyard(
  'R54: a mail that waits',
  (lanyard) => {
    const ask = (name: string) =>
      lanyard()
        .browser()
        .post('/api/password-resets', { email: `${name}@example.com` });
    const links = (name: string) =>
      mailsTo(name).flatMap(({ parsed }) => /#code=([\w-]{43})/.exec(parsed.text ?? '')?.[1] ?? []);

    it('is sent again after a temporary refusal, with a link that works, and the request is recorded once', async () => {
      const { name } = await sampleAccount(lanyard(), freshName('ada'));
      inbox.refuseNext(451);
      expect((await ask(name)).status).toBe(202);
      await mailsSent(lanyard());
      expect(mailsTo(name)).toEqual([]);
      // No link that was made for the mail stays in the database (R17).
      expect(await outboxText(lanyard())).toContain(`${name}@example.com`);
      expect(await outboxText(lanyard())).not.toMatch(/[\w-]{43}/);
      lanyard().clock.advance(2);
      await mailsSent(lanyard());
      const [code, ...others] = links(name);
      expect(others).toEqual([]);
      const complete = { code, password: NEW };
      expect((await lanyard().browser().post('/api/password-resets/complete', complete)).status).toBe(204);
      const { events } = (await (await signedIn(name)).get('/api/audit?action=account.password-reset-requested')).body;
      expect(events).toHaveLength(1);
      lanyard().clock.advance(86_400);
      await mailsSent(lanyard());
      expect(links(name)).toHaveLength(1);
    });

    async function signedIn(name: string) {
      const browser = lanyard().browser();
      expect((await browser.signIn(name, NEW)).status).toBe(200);
      return browser;
    }

    it('with a link is dropped if it would arrive too late', async () => {
      const { name } = await sampleAccount(lanyard(), freshName('ada'));
      inbox.refuseNext(421);
      await ask(name);
      await mailsSent(lanyard());
      lanyard().clock.advance(3601);
      await mailsSent(lanyard());
      expect([mailsTo(name), await outboxText(lanyard())]).toEqual([[], '[]']);
    });

    it('R40: is sent together with others of its kind after three in an hour, and none is lost', async () => {
      const name = freshName('ada');
      const id = await existingAccount(lanyard(), { name, password: null });
      for (let count = 0; count < 3; count += 1) {
        await existingNotices(lanyard(), [id]);
        await mailsSent(lanyard());
      }
      await existingNotices(lanyard(), [id], 30);
      await mailsSent(lanyard());
      expect(mailsTo(name)).toHaveLength(3);
      lanyard().clock.advance(3601);
      await mailsSent(lanyard());
      const [last, ...more] = mailsTo(name).slice(3);
      expect(more).toEqual([]);
      expect(last?.parsed.subject).toBe('Your password was changed: 30 notices');
      expect(last?.parsed.text?.match(/was changed on/g)).toHaveLength(10);
      expect(last?.parsed.text).toContain('20 more are not written out here.');
    });

    it('is dropped if its account is disabled meanwhile', async () => {
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const name = freshName('ada');
      const id = await existingAccount(lanyard(), { name, password: null });
      inbox.refuseNext(451);
      await existingNotices(lanyard(), [id]);
      await mailsSent(lanyard());
      expect((await root.browser.patch(`/api/accounts/${name}`, { active: false })).status).toBe(200);
      lanyard().clock.advance(60);
      await mailsSent(lanyard());
      expect(mailsTo(name)).toEqual([]);
    });

    it('is written with its change, or not at all', async () => {
      const { owner, member, path } = await sampleOrganization(lanyard());
      await mailsSent(lanyard());
      const before = inbox.mails.length;
      // The last owner cannot be removed, so the whole change fails, including its notices.
      const grants = [{ pattern: `${path.slice(path.lastIndexOf('/') + 1)}/*`, actions: ['pull'] }];
      await owner.browser.post(`${path}/tokens`, { description: 'nightly', grants });
      expect((await owner.browser.delete(`${path}/members/${owner.name}`)).status).toBe(409);
      await mailsSent(lanyard());
      expect(inbox.mails).toHaveLength(before);
      expect((await member.browser.get(path)).status).toBe(200);
    });

    it('with ten thousand others, does not delay a registry client', async () => {
      const account = await sampleAccount(lanyard(), freshName('ada'));
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      const credential = `${account.name}:${secret}`;
      const slowest = async () => {
        let longest = 0;
        for (let turn = 0; turn < 20; turn += 1) {
          const start = performance.now();
          expect((await requestToken(lanyard(), { credential })).status).toBe(200);
          longest = Math.max(longest, performance.now() - start);
        }
        return longest;
      };
      const alone = await slowest();
      // These notices have no reader: each is claimed, checked and removed, as fast as the server can.
      await existingNotices(
        lanyard(),
        Array.from({ length: 10_000 }, (_, index) => `nobody-${index}`),
      );
      lanyard().services.outbox.wake();
      const beside = await slowest();
      expect(beside).toBeLessThan(alone * 10 + 250);
      await mailsSent(lanyard());
      expect(await outboxText(lanyard())).toBe('[]');
    }, 60_000);
  },
  settings,
);

describeWith(['postgres'], 'two servers on one database', () => {
  it('send each mail once', async () => {
    const databaseUrl = await migratedDatabase();
    const one = await startLanyard({ databaseUrl, settings: settings() });
    const { dataFolder } = one;
    const other = await startLanyard({ databaseUrl, dataFolder, settings: settings() });
    const names = Array.from({ length: 60 }, () => freshName('many'));
    const ids = await Promise.all(names.map((name) => existingAccount(one, { name, password: null })));
    await existingNotices(one, ids);
    await Promise.all([mailsSent(one), mailsSent(other)]);
    expect(names.map((name) => mailsTo(name).length)).toEqual(names.map(() => 1));
    await Promise.all([one, other].map((server: Lanyard) => server.stop()));
  });
});
