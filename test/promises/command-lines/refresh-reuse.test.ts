import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

const HOUR = 3600;

let server: MailServer;
beforeAll(async () => {
  server = await receiveMail();
});
afterAll(() => server.stop());

const settings = () => ({ LANYARD_SMTP_URL: server.url, LANYARD_MAIL_FROM: 'lanyard@example.org' });

describeLanyard(
  'R6: an old refresh token that is used again',
  (lanyard) => {
    const person = () => sampleAccount(lanyard(), freshName('person'));

    async function mailsTo({ name }: SampleAccount) {
      await mailsSent(lanyard());
      return server.mails.filter(({ recipients }) => recipients.includes(`${name}@example.com`));
    }

    it('signs out its command line, and the owner is told once by mail and in the audit log', async () => {
      const account = await person();
      const login = await sampleCommandLine(lanyard(), account);
      await login.generate();
      const { body } = await login.refresh();
      await login.refresh(body.refresh_token);
      const label = 'docker CLI 28.2.2 on linux/amd64';
      expect(await trailOf(lanyard(), () => login.refresh())).toEqual([
        `${account.name} sign-in.reused ${label}`,
        `${account.name} token.deleted ${label}`,
      ]);
      expect((await login.refresh()).body.error).toBe('invalid_grant');
      const mails = await mailsTo(account);
      expect(mails.map(({ parsed }) => parsed.subject)).toEqual(['A command line was signed out']);
      const text = mails[0]?.parsed.text ?? '';
      for (const part of [label, account.name, `${lanyard().url}/account/security`, 'was used again, from'])
        expect(text).toContain(part);
      for (const secret of [login.refreshToken, body.refresh_token]) expect(mails[0]?.raw).not.toContain(secret);
    });

    it('R7: still works within 24 hours, in case an answer was lost; later it counts as a copy', async () => {
      const account = await person();
      const within = await sampleCommandLine(lanyard(), account);
      const later = await sampleCommandLine(lanyard(), account);
      for (const login of [within, later]) await login.refresh();
      lanyard().clock.advance(24 * HOUR - 60);
      expect((await within.refresh()).status).toBe(200);
      lanyard().clock.advance(120);
      expect((await later.refresh()).body.error).toBe('invalid_grant');
      expect(await mailsTo(account)).toHaveLength(1);
    });
  },
  settings,
);
