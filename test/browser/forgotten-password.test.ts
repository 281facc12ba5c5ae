import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type Chromium, signIn, startChromium } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type MailServer, receiveMail } from '../support/programs/receive-mail.ts';

describeWith(['chromium'], 'a forgotten password', () => {
  let mail: MailServer;
  let lanyard: Lanyard;
  let chromium: Chromium;

  beforeAll(async () => {
    mail = await receiveMail();
    const settings = { LANYARD_SMTP_URL: mail.url, LANYARD_MAIL_FROM: 'lanyard@example.org' };
    lanyard = await startLanyard({ settings });
    chromium = await startChromium();
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
    await mail?.stop();
  });

  it('is replaced with the link in a mail, which works once and leaves no code in the address bar', async () => {
    const ada = await sampleAccount(lanyard, 'ada');
    const { page, complaints } = await chromium.open(lanyard);
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    // Until this page opens, the sign-in page has a field for a name or an e-mail address.
    await page.getByLabel('E-mail address', { exact: true }).fill('ada@example.com');
    await page.getByRole('button', { name: 'Send link' }).click();
    await page.getByRole('heading', { name: 'Check your e-mail' }).waitFor();
    const links = () =>
      mail.mails.flatMap(({ parsed }) => /https?:\S+\/reset-password\S+/.exec(parsed.text ?? '')?.[0] ?? []);
    await expect.poll(links, { timeout: 60_000 }).toHaveLength(1);
    const [link = ''] = links();

    await page.goto(link);
    await page.getByLabel('New password', { exact: true }).fill('a much better password');
    expect(page.url()).toBe(`${lanyard.url}/reset-password`);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByRole('heading', { name: 'Password changed' }).waitFor();
    expect((await ada.browser.get('/api/session')).status).toBe(401);
    await signIn(page, { ...ada, password: 'a much better password' });

    const late = await chromium.open(lanyard);
    await late.page.goto(link);
    await late.page.getByLabel('New password', { exact: true }).fill('yet another password');
    await late.page.getByRole('button', { name: 'Set password' }).click();
    await late.page.getByText('This link does not work').waitFor();
    expect(complaints).toEqual([]);
  });
});
