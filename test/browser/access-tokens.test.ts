import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { requestToken } from '../support/lanyard/tokens.ts';
import { browserWorld, type OpenPage, signIn, takePicture } from '../support/pages/chromium.ts';
import { secureFront } from '../support/programs/docker-client.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['chromium', 'docker'], 'the page of access tokens', () => {
  const world = browserWorld();
  let accounts = 0;

  /** A new account, signed in on the page, with these manual tokens. */
  async function person(...descriptions: readonly string[]): Promise<OpenPage & { readonly account: SampleAccount }> {
    const { lanyard, chromium } = world();
    accounts += 1;
    const account = await sampleAccount(lanyard, `person-${accounts}`);
    for (const description of descriptions) {
      const grants = [{ pattern: '*', actions: ['pull'] }];
      await account.browser.post('/api/tokens', { description, grants });
    }
    const opened = await chromium.open(lanyard);
    await signIn(opened.page, account);
    return { ...opened, account };
  }

  const rowOf = (page: Page, description: string) => page.getByRole('row').filter({ hasText: description });
  const statusOf = async (account: SampleAccount, description: string) => {
    const { body } = await account.browser.get('/api/tokens?pageSize=100');
    return body.tokens.find((token: { description: string }) => token.description === description)?.status;
  };

  it('generates a token that docker can use at once; after a click on Deactivate, docker prints why it is refused', async () => {
    const { lanyard } = world();
    const { page, account, complaints } = await person();
    const folder = await temporaryFolder();
    const front = await secureFront(folder.path, lanyard.url);
    const docker = await front.docker(folder.path);

    await page.getByRole('link', { name: 'Generate new token' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'New access token' }).waitFor();
    await page.getByLabel('Description').fill('build server');
    await page.getByText('7 days').click();
    await page.getByRole('checkbox', { name: 'Push' }).check();
    await page.getByText('This token can pull from and push to all repositories.').waitFor();
    await takePicture(page, 'new-access-token-filled');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByRole('heading', { name: 'Token “build server” generated' }).waitFor();
    await takePicture(page, 'new-access-token-made');
    await page.getByRole('button', { name: 'Copy the access token' }).click();
    const secret = await page.evaluate('navigator.clipboard.readText()');
    expect(secret).toMatch(/^lyd_pat_[0-9A-Za-z]{36}$/);
    expect((await docker.login(front.host, account.name, String(secret))).exitCode).toBe(0);

    await page.getByRole('link', { name: 'I have saved it' }).click();
    await rowOf(page, 'build server').getByText('Active', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Actions for build server' }).click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    await rowOf(page, 'build server').getByText('Inactive').waitFor();
    const refused = await docker.login(front.host, account.name, String(secret));
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/this access token was deactivated on \d{4}-/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowOf(page, 'build server').getByText('Active', { exact: true }).waitFor();
    expect((await docker.login(front.host, account.name, String(secret))).exitCode).toBe(0);

    expect(complaints).toEqual([]);
    await front.stop();
    await folder.remove();
  });

  it('changes an existing token to fewer permissions, refuses a later expiry, and starts a new one like it', async () => {
    const { page, account, complaints } = await person('build server');
    await page.getByRole('link', { name: 'build server' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Only selected repositories').click();
    await dialog.getByPlaceholder('acme/app').fill(`${account.name}/app`);
    await page.keyboard.press('Enter');
    await dialog.getByText(`This token can pull from ${account.name}/app.`).waitFor();
    await dialog.getByLabel('Expire earlier').fill('2001-01-01');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Choose a date in the future, or delete the token').waitFor();
    await dialog.getByLabel('Expire earlier').fill('2099-01-31');
    await takePicture(page, 'edit-access-token');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Jan 31, 2099').waitFor();
    await takePicture(page, 'access-token-edited');
    const { body } = await account.browser.get('/api/tokens');
    expect(body.tokens).toMatchObject([{ grants: [{ pattern: `${account.name}/app`, actions: ['pull'] }] }]);
    await page.getByRole('link', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { level: 1, name: 'New access token' }).waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('build server (copy)');
    expect(await page.getByLabel('Expiration date').inputValue()).toBe('2099-01-31');
    await page.getByText(`This token can pull from ${account.name}/app.`).waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows the last page if the address names a page that no longer exists', async () => {
    const { page } = await person('build server');
    await page.goto(`${new URL(page.url()).origin}/account/tokens?page=999`);
    await rowOf(page, 'build server').waitFor();
    expect(page.url()).not.toContain('page=');
  });

  it('shows that five auto-generated tokens are kept, and which one the next login removes', async () => {
    const { lanyard } = world();
    const { page, account } = await person('by hand');
    for (const version of [1, 2, 3, 4, 5]) {
      await (await sampleCommandLine(lanyard, account, `docker-cli:28_${version}_0:linux-amd64`)).generate();
      lanyard.clock.advance(60);
    }
    await page.reload();
    await page.getByText('5 of 5 auto-generated tokens.').waitFor();
    await page.getByText('The next login removes docker CLI 28.1.0 on linux/amd64.').waitFor();
    await (await sampleCommandLine(lanyard, account, 'docker-cli:28_6_0:linux-amd64')).generate();
    await page.reload();
    await page.getByText('The next login removes docker CLI 28.2.0 on linux/amd64.').waitFor();
    await expect.poll(() => rowOf(page, 'docker CLI 28.1.0').count()).toBe(0);
    await expect.poll(() => page.getByRole('row').filter({ hasText: 'Auto-generated' }).count()).toBe(5);
    await rowOf(page, 'by hand').getByText('Manual').waitFor();
  });

  it('selects tokens by keyboard and deactivates several at once', async () => {
    const { page, account } = await person('one', 'two', 'three');
    await page.getByRole('checkbox', { name: 'Select all tokens on this page' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('1 active, 2 inactive').waitFor();
    expect([await statusOf(account, 'three'), await statusOf(account, 'two'), await statusOf(account, 'one')]).toEqual([
      'inactive',
      'inactive',
      'active',
    ]);
  });

  it('selects all tokens that match the search, including those on other pages', async () => {
    const { page, account } = await person('laptop');
    const grants = [{ pattern: `${account.name}/farm`, actions: ['pull'] }];
    for (let made = 1; made <= 27; made += 1) {
      await account.browser.post('/api/tokens', { description: `build ${made}`, grants });
    }
    await page.getByRole('searchbox', { name: 'Search by description, repository or client' }).fill('/farm');
    await page.getByText('27 active, 0 inactive').waitFor();
    await page.getByRole('checkbox', { name: 'Select all tokens on this page' }).check();
    await page.getByText('25 selected').waitFor();
    await page.getByRole('button', { name: 'Select all 27 that match' }).click();
    await page.getByText('27 selected').waitFor();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('0 active, 27 inactive').waitFor();
    expect(await statusOf(account, 'laptop')).toBe('active');
    expect((await account.browser.get('/api/tokens')).body.counts).toMatchObject({ active: 1, inactive: 27 });
  });

  it('deletes tokens only after a confirmation, and the next client that uses one learns that it was deleted', async () => {
    const { lanyard } = world();
    const { page, account } = await person('kept', 'gone');
    const { body } = await account.browser.post('/api/tokens', {
      description: 'doomed',
      grants: [{ pattern: '*', actions: ['pull'] }],
    });
    await page.reload();
    await page.getByRole('checkbox', { name: 'Select gone' }).check();
    await page.getByRole('checkbox', { name: 'Select doomed' }).check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 tokens?' });
    await dialog.getByText('You cannot undo this.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await statusOf(account, 'doomed')).toBe('active');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByRole('button', { name: 'Delete 2 tokens' }).click();
    await page.getByText('1 active, 0 inactive').waitFor();
    const refused = await requestToken(lanyard, { credential: `${account.name}:${body.secret}` });
    expect(refused.body.errors[0].message).toMatch(/^this access token was deleted on \d{4}-/);
  });

  it('searches, filters and sorts on the server, and keeps that in the address', async () => {
    const { page } = await person('alpha', 'beta', 'gamma');
    await page.getByRole('searchbox', { name: 'Search by description, repository or client' }).fill('BET');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    expect(new URL(page.url()).search).toBe('?search=BET');
    await page.getByRole('searchbox', { name: 'Search by description, repository or client' }).fill('');
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    await page.getByRole('button', { name: 'Description' }).click();
    await page.getByRole('columnheader', { name: 'Description', exact: false }).waitFor();
    await expect.poll(() => page.getByRole('row').nth(1).textContent()).toContain('alpha');
    await page.reload();
    await expect.poll(() => page.getByRole('row').nth(1).textContent()).toContain('alpha');
    await page.getByText('Auto-generated').first().click();
    await page.getByRole('heading', { name: 'No matching tokens' }).waitFor();
    const search = page.getByRole('searchbox', { name: 'Search by description, repository or client' });
    await search.fill('nothing like it');
    await page.waitForURL(/search=/);
    await page.getByRole('button', { name: 'Show all tokens' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    expect(await search.inputValue()).toBe('');
  });

  it('shows an error beside its field, and keeps the input when the session ends or the connection breaks', async () => {
    const { lanyard } = world();
    const { page, context, account } = await person();
    await page.goto('/account/tokens/new');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByText('Enter a description').waitFor();
    await page.getByLabel('Description').fill('typed with care');
    await page.getByRole('radio', { name: 'Only selected repositories' }).check();
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByText('Add at least one repository').waitFor();
    await page.getByRole('combobox', { name: 'Repositories' }).fill(`${account.name}/app`);
    await page.keyboard.press('Enter');

    await context.setOffline(true);
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByText('The server cannot be reached.').waitFor();
    await context.setOffline(false);

    lanyard.clock.advance(3_700);
    await page.getByRole('button', { name: 'Generate token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill('a wrong one');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(account.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Token “typed with care” generated' }).waitFor();
  });

  it("shows another account's token as not found", async () => {
    const stranger = await person('plan of somebody else');
    const { body } = await stranger.account.browser.get('/api/tokens');
    const { page } = await person();
    await page.goto(`/account/tokens/${body.tokens[0].id}`);
    await page.getByRole('heading', { name: 'Token not found' }).waitFor();
    expect(await page.content()).not.toContain('plan of somebody else');
  });
});
