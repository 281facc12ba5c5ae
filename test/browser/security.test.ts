import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { sampleDirectory } from '../support/lanyard/directory.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken } from '../support/lanyard/tokens.ts';
import { accessibilityFaults, type Chromium, focusedText, signIn, startChromium } from '../support/pages/chromium.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'the security page', () => {
  let dns: DnsServer;
  let lanyard: Lanyard;
  let chromium: Chromium;

  beforeAll(async () => {
    dns = await startDnsServer();
    lanyard = await startLanyard({ settings: { LANYARD_DNS_SERVERS: dns.address } });
    chromium = await startChromium();
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
    await dns?.stop();
  });

  async function openAs(account: SampleAccount): Promise<Page> {
    const { page } = await chromium.open(lanyard);
    await signIn(page, account, '/account/security');
    return page;
  }

  /** A command line that created a manual token. Returns the registry's answers to its two tokens. */
  async function commandLineWithToken(account: SampleAccount) {
    const asked = { scope: 'tokens:write', registry: 'registry.example.com' };
    const commandLine = await sampleCommandLine(lanyard, account, 'lanyard-cli/0.1.0 (linux; x64)', asked);
    const automatic = await commandLine.generate();
    const headers = { authorization: `Bearer ${commandLine.accessToken}` };
    const body = { description: 'made at the terminal', grants: [{ pattern: '*', actions: ['pull'] }] };
    const made = await lanyard.browser().request('POST', '/api/tokens', { headers, body });
    const ask = async (secret: string) =>
      (await requestToken(lanyard, { credential: `${account.name}:${secret}` })).status;
    return async () => [await ask(automatic), await ask(made.body.secret)];
  }

  it('signs out a command line with its auto-generated token, and keeps its other tokens unless the user says otherwise', async () => {
    const account = await sampleAccount(lanyard, freshName('person'));
    const answers = await commandLineWithToken(account);
    const others = await commandLineWithToken(account);
    const page = await openAs(account);
    const signOut = page.getByRole('button', { name: 'Sign out lanyard CLI' });
    await page.getByText('for registry.example.com').first().waitFor();
    await signOut.last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Its auto-generated access token is deleted.').waitFor();
    await dialog.getByText('made at the terminal').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => signOut.count()).toBe(1);
    expect([await answers(), await others()]).toEqual([
      [401, 200],
      [200, 200],
    ]);
    await signOut.click();
    await dialog.getByRole('checkbox', { name: 'Delete these too' }).check();
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('No command line is signed in.').waitFor();
    expect(await others()).toEqual([401, 401]);
  });

  it('signs out all command lines when the password changes, unless the user says otherwise', async () => {
    const account = await sampleAccount(lanyard, freshName('person'));
    const first = await commandLineWithToken(account);
    const page = await openAs(account);
    const change = async (from: string, to: string) => {
      await page.getByLabel('Current password').fill(from);
      await page.getByLabel('New password').fill(to);
      await page.getByRole('button', { name: 'Change password' }).click();
    };
    await page.getByRole('checkbox', { name: 'Also sign out all command lines' }).uncheck();
    await change(account.password, 'a first new passphrase');
    await page.getByText('All other browsers are signed out.').waitFor();
    expect(await first()).toEqual([200, 200]);
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'Also sign out all command lines' }).isChecked())
      .toBe(true);
    await change('a first new passphrase', 'a second new passphrase');
    await page.getByText('All other browsers and all command lines are signed out.').waitFor();
    await page.getByText('No command line is signed in.').waitFor();
    expect(await first()).toEqual([401, 200]);
  });

  it('asks before a directory manages the account, and lets the user accept or decline', async () => {
    for (const answer of ['Accept', 'Decline'] as const) {
      const { domain, organization, user } = await sampleDirectory(lanyard, dns);
      const { name, path } = organization;
      const person = await sampleAccount(lanyard, freshName('person'), { domain });
      await user(person.name);
      const page = await openAs(person);
      await page.getByText(`${name} asks to manage your account`).waitFor();
      expect((await person.browser.get(path)).status).toBe(404);
      await page.getByRole('button', { name: answer }).click();
      const said = answer === 'Accept' ? `You are a member of ${name}.` : `You declined the request of ${name}.`;
      await page.getByText(said).waitFor();
      await expect.poll(() => page.getByText(`${name} asks to manage your account`).count()).toBe(0);
      expect(await focusedText(page)).toBe('Security');
      expect((await person.browser.get(path)).status).toBe(answer === 'Accept' ? 200 : 404);
    }
  });
});
