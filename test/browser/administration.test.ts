import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount, sampleOrganization } from '../support/lanyard/accounts.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { accessibilityFaults, browserWorld, signIn } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { serveHttp } from '../support/programs/serve-http.ts';

describeWith(['chromium'], 'the pages of the administration', () => {
  const world = browserWorld();

  async function openAs(account: SampleAccount, address: string): Promise<Page> {
    const { lanyard, chromium } = world();
    const { page } = await chromium.open(lanyard);
    await signIn(page, account, address);
    return page;
  }

  const administratorOf = () => sampleAccount(world().lanyard, freshName('administrator'), { isAdministrator: true });

  it('are shown only to administrators', async () => {
    const page = await openAs(await sampleAccount(world().lanyard, freshName('user')), '/administration/registries');
    await page.getByRole('heading', { name: 'For administrators only' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  });

  it('let an operator find the owner of a leaked token, revoke it with a reason, and sign its owner out', async () => {
    const { lanyard } = world();
    const root = await administratorOf();
    const leaker = await sampleAccount(lanyard, freshName('leaker'));
    const { secret } = await sampleToken(leaker, { actions: ['pull'] });
    const page = await openAs(root, '/administration/tokens');
    await page.getByRole('textbox', { name: 'Secret' }).fill(secret);
    await page.getByRole('button', { name: 'Find token' }).click();
    const found = page.getByRole('region', { name: 'for pull' });
    await found.getByText(`The account ${leaker.name}`).waitFor();
    expect(`${page.url()} ${await page.content()}`).not.toContain(secret);
    await found.getByRole('button', { name: 'Revoke' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await dialog.getByText('Enter a reason. The owner of the token reads it.').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('It was in a public log');
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('The token is revoked.').waitFor();
    expect((await requestToken(lanyard, { credential: `${leaker.name}:${secret}` })).status).toBe(401);

    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('searchbox', { name: 'Search by name or e-mail address' }).fill(leaker.name);
    await page.getByRole('link', { name: leaker.name, exact: true }).click();
    await page.getByRole('button', { name: 'End sessions' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End sessions' }).click();
    await page.getByText(`${leaker.name} is signed out everywhere.`).waitFor();
    expect((await leaker.browser.get('/api/session')).status).toBe(401);
    expect(await page.title()).toBe('Account · Administration · Lanyard');
  });

  it('stay on what was found, if its page takes longer to load than a search waits', async () => {
    const { name } = await sampleAccount(world().lanyard, freshName('found'));
    const page = await openAs(await administratorOf(), '/administration/accounts');
    await page.getByRole('link', { name: name, exact: true }).waitFor();
    await page.route('**/assets/*.js', async (route) => {
      await delay(600);
      await route.continue();
    });
    await page.getByRole('searchbox', { name: 'Search by name or e-mail address' }).fill(name);
    await page.getByRole('link', { name: name, exact: true }).click();
    await page.getByRole('button', { name: 'End sessions' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/administration/accounts/${name}`);
  });

  it('delete an account after showing what stays, and refuse to delete the only owner of an organization', async () => {
    const { lanyard } = world();
    const root = await administratorOf();
    const { name, owner, member } = await sampleOrganization(lanyard);
    const page = await openAs(root, `/administration/accounts/${owner.name}`);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${owner.name} is the only owner of ${name}.`).waitFor();
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await dialog.getByText('another owner is needed there first').waitFor();
    await page.goto(`/administration/accounts/${member.name}`);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText(`The name ${member.name}, which nobody else can use`).waitFor();
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await page.getByText(`${member.name} is deleted.`).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Accounts' }).waitFor();
  });

  it('save the address of a registry, show it in the lines that people copy, and test its connection', async () => {
    const { lanyard } = world();
    const page = await openAs(await administratorOf(), '/administration/registries');
    const registry = page.getByRole('region', { name: 'default' });
    await registry.getByText('No address yet').waitFor();
    await registry.getByRole('textbox', { name: 'Address', exact: true }).fill('https://registry.example.com/path');
    await registry.getByRole('button', { name: 'Save', exact: true }).click();
    await registry.getByText(/^Must be HOST or HOST:PORT/).waitFor();
    await registry.getByRole('textbox', { name: 'Address', exact: true }).fill('registry.example.com localhost:5000');
    await registry.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();

    await using silent = await serveHttp((_request, response) => void response.writeHead(200).end());
    await registry.getByRole('textbox', { name: 'Internal address' }).fill(silent.url);
    await registry.getByRole('button', { name: 'Save the internal address' }).click();
    await registry.getByRole('button', { name: 'Test connection' }).click();
    await registry.getByText('It answered 200 to a request without a token, where 401 is right').waitFor();
    await registry.getByText('3 of 6 checks failed').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    const developer = await sampleAccount(lanyard, freshName('developer'));
    await developer.browser.post('/api/repositories', { name: `${developer.name}/app` });
    const theirs = await openAs(developer, '/account/tokens/new');
    await theirs.getByLabel('Description').fill('laptop');
    await theirs.getByRole('button', { name: 'Generate token' }).click();
    await theirs.getByText(`docker login registry.example.com -u ${developer.name}`).waitFor();
    await theirs.getByRole('tab', { name: 'Kubernetes' }).click();
    await theirs.getByText('"registry.example.com"').waitFor();
  });
});
