import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { joinOrganization, type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { operatorChangesPolicy } from '../support/lanyard/operator.ts';
import { authenticatorOf } from '../support/lanyard/second-factors.ts';
import {
  accessibilityFaults,
  addVirtualAuthenticator,
  browserWorld,
  enterPassword,
  signIn,
  takePicture,
} from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'second factors, in a real browser', () => {
  const world = browserWorld();

  async function open(name: string) {
    const { lanyard, chromium } = world();
    const account = await sampleAccount(lanyard, name);
    const { page, complaints } = await chromium.open(lanyard);
    await signIn(page, account, '/account/security');
    return { account, page, complaints };
  }

  async function signOut(page: Page, { name }: SampleAccount): Promise<void> {
    await page.getByRole('button', { name: `Account ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }

  const signedIn = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  it('a passkey can be added, works as the second step, and signs in by itself', async () => {
    const { account, page, complaints } = await open('grace');
    await addVirtualAuthenticator(page);
    await page.getByRole('heading', { name: 'No second factor yet' }).waitFor();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Laptop');
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await page.getByRole('dialog', { name: 'Your recovery codes' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'recovery-codes');
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await page.getByRole('row').filter({ hasText: 'Laptop' }).getByText('Passkey').waitFor();
    await page.getByText('10 of 10 recovery codes left.').waitFor();
    await takePicture(page, 'second-factors');

    await signOut(page, account);
    await enterPassword(page, account);
    await page.getByRole('button', { name: 'Use your passkey' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'second-step');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await signedIn(page);

    await signOut(page, account);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await signedIn(page);
    expect(complaints).toEqual([]);
  });

  it('an authenticator app can be added with its key; a wrong code gives an error and a recovery code works', async () => {
    const { lanyard } = world();
    const { account, page, complaints } = await open('ada');
    await page.getByRole('button', { name: 'Add an authenticator app' }).click();
    await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'add-authenticator');
    const seed = (await page.getByRole('group', { name: 'the key' }).locator('pre').textContent()) ?? '';
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(/not the current code/i).waitFor();
    await page.getByLabel('Code').fill(authenticatorOf(lanyard, seed).code());
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const codes = page.getByRole('group', { name: 'the recovery codes' }).locator('pre');
    const [recovery = ''] = ((await codes.textContent()) ?? '').split('\n');
    await page.getByRole('button', { name: 'I have saved them' }).click();

    await signOut(page, account);
    await enterPassword(page, account);
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(/wrong, too old or was used before/).waitFor();
    lanyard.clock.advance(30);
    await page.getByLabel('Code').fill(authenticatorOf(lanyard, seed).code());
    await page.getByRole('button', { name: 'Continue' }).click();
    await signedIn(page);

    await signOut(page, account);
    await enterPassword(page, account);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(recovery.toUpperCase());
    await page.getByRole('button', { name: 'Continue' }).click();
    await signedIn(page);
    await page.goto('/account/security');
    await page.getByText('9 of 10 recovery codes left.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('R34: an action that needs a fresh sign-in asks for it in a dialog and keeps the input', async () => {
    const { lanyard } = world();
    const { account, page, complaints } = await open('bob');
    await page.goto('/account/tokens/new');
    await page.getByRole('heading', { level: 1, name: 'New access token' }).waitFor();
    await page.getByLabel('Description').fill('nightly build');
    lanyard.clock.advance(601);
    await page.getByRole('button', { name: 'Generate token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByText(/last 10 minutes/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel('Password', { exact: true }).fill(account.password);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page
      .getByText(/nightly build/)
      .first()
      .waitFor();
    await page
      .getByText(/lyd_pat_/)
      .first()
      .waitFor();
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
  });

  it("R34: signing in again with another account's passkey does not carry out what the first account typed", async () => {
    const { lanyard } = world();
    const { account: other, page } = await open('carol');
    await addVirtualAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await signOut(page, other);
    const mine = await sampleAccount(lanyard, 'dora');
    await enterPassword(page, mine);
    await signedIn(page);
    await page.goto('/account/tokens/new');
    await page.getByLabel('Description').fill('meant for dora');
    lanyard.clock.advance(601);
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Account carol' }).waitFor();
    for (const { browser } of [other, mine]) expect((await browser.get('/api/tokens')).body.total).toBe(0);
  });

  it('after a passkey that was not used, a wrong password still shows its own error', async () => {
    const { lanyard, chromium } = world();
    const { page } = await chromium.open(lanyard);
    await addVirtualAuthenticator(page);
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText(/No passkey was used/).waitFor();
    await enterPassword(page, { name: 'nobody', password: 'wrong' });
    await page.getByText(/incorrect name, password or access token/i).waitFor();
  });

  it('a member whose organization requires a second factor is led to that page at sign-in', async () => {
    const { lanyard, chromium } = world();
    const member = await sampleAccount(lanyard, 'eve');
    const owner = await sampleAccount(lanyard, 'owner');
    await owner.browser.post('/api/organizations', { name: 'acme' });
    await operatorChangesPolicy(lanyard, 'acme', { requireSecondFactor: true });
    await joinOrganization(owner, '/api/organizations/acme', member);
    const { page } = await chromium.open(lanyard);
    await page.goto('/sign-in');
    await enterPassword(page, member);
    await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor();
    await page.getByText('acme requires a second factor.').waitFor();
    await takePicture(page, 'second-factor-asked-for');
    await addVirtualAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await page.getByText('acme requires a second factor.').waitFor({ state: 'hidden' });
  });
});
