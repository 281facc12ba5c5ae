import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  joinOrganization,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../support/lanyard/accounts.ts';
import { passagesWritten } from '../support/lanyard/background-work.ts';
import { guardDefault } from '../support/lanyard/guarded-default.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { accessibilityFaults, browserWorld, signIn, takePicture } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'the pages of an organization', () => {
  const world = browserWorld();
  const organization = (): Promise<SampleOrganization> => sampleOrganization(world().lanyard);

  async function openAs(account: SampleAccount, address: string): Promise<Page> {
    const { lanyard, chromium } = world();
    const { page } = await chromium.open(lanyard);
    await signIn(page, account, address);
    return page;
  }

  it('let a new owner create an organization, add a member and a team, and give the team a right to a repository', async () => {
    const founder = await sampleAccount(world().lanyard, 'founder');
    const colleague = await sampleAccount(world().lanyard, 'colleague');
    const page = await openAs(founder, '/organizations');
    await page.getByRole('heading', { name: 'No organizations yet' }).waitFor();
    await page.getByRole('button', { name: 'New organization' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
    await dialog.getByRole('button', { name: 'Create organization' }).click();
    await dialog.getByText('Must be 1 to 100 lower-case letters and digits').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('foundry');
    await dialog.getByRole('button', { name: 'Create organization' }).click();
    await page.getByRole('heading', { level: 1, name: 'foundry' }).waitFor();

    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByRole('button', { name: 'Invite member' }).click();
    await page.getByRole('textbox', { name: 'Account name or e-mail address' }).fill('Not A Name');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByText('Must be the name of an account').waitFor();
    await page.getByRole('textbox', { name: 'Account name or e-mail address' }).fill('colleague');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    const invited = await openAs(colleague, '/organizations');
    await invited.getByRole('button', { name: 'Accept the invitation to foundry' }).click();
    await invited.getByText('You are a member of this organization.').waitFor();
    await page.reload();
    await page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: 'colleague' }).waitFor();

    await page.getByRole('link', { name: 'Teams' }).click();
    await page.getByRole('button', { name: 'New team' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('smiths');
    await page.getByRole('button', { name: 'Create team' }).click();
    const team = page.getByRole('dialog', { name: 'smiths' });
    await team.getByRole('combobox', { name: 'Add a member' }).fill('colleague');
    await team.getByRole('button', { name: 'Add' }).click();
    await team.getByRole('button', { name: 'Remove colleague' }).waitFor();
    await team.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('link', { name: 'Repositories' }).click();
    await page.getByRole('button', { name: 'New repository' }).first().click();
    await page.getByRole('textbox', { name: 'Name, after foundry/' }).fill('anvil');
    await page.getByRole('button', { name: 'Create repository' }).click();
    const repository = page.getByRole('dialog', { name: 'foundry/anvil' });
    await repository.getByRole('combobox', { name: 'Name' }).fill('smiths');
    await repository.getByRole('combobox', { name: 'Permission' }).selectOption('write');
    await repository.getByRole('button', { name: 'Add' }).click();
    await repository.getByRole('combobox', { name: 'Permission of smiths' }).waitFor();
    const { body } = await founder.browser.get('/api/repository/rights?name=foundry/anvil');
    expect(body.rights).toEqual([{ subjectType: 'team', subject: 'smiths', right: 'write' }]);

    await page.goto('/organizations/foundry/teams?team=smiths');
    await page.getByRole('dialog').getByText('Write: pull and push').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('publish a repository only after a confirmation, and delete it only after another', async () => {
    const { name, path, owner } = await organization();
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
    const page = await openAs(owner, `${path.replace('/api', '')}/repositories`);
    await page.getByRole('link', { name: `${name}/app` }).click();
    const sheet = page.getByRole('dialog', { name: `${name}/app`, exact: true });
    await sheet.getByRole('button', { name: 'Make public' }).click();
    await page
      .getByRole('dialog', { name: `Make ${name}/app public?` })
      .getByRole('button', { name: 'Make public' })
      .click();
    await sheet.getByRole('button', { name: 'Make private' }).click();
    await sheet.getByRole('button', { name: 'Make public' }).waitFor();
    await sheet.getByRole('button', { name: 'Delete repository' }).click();
    const question = page.getByRole('dialog', { name: `Delete ${name}/app?` });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect((await owner.browser.get(`/api/repository?name=${name}/app`)).status).toBe(200);
    await sheet.getByRole('button', { name: 'Delete repository' }).click();
    await question.getByRole('button', { name: 'Delete repository' }).click();
    await page.getByRole('heading', { name: 'No repositories yet' }).waitFor();
    expect((await owner.browser.get(`/api/repository?name=${name}/app`)).status).toBe(404);
  });

  it('show who pulled an image, put it in quarantine and release it, and make tags immutable', async () => {
    const { lanyard } = world();
    const { name, path, owner } = await organization();
    const secret = await guardDefault(lanyard);
    const repository = `${name}/app`;
    await owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
    const token = await sampleToken(owner, { actions: ['pull'] });
    const asked = { credential: `${owner.name}:${token.secret}`, scopes: [`repository:${repository}:pull`] };
    const { body } = await requestToken(lanyard, asked);
    const digest = `sha256:${'d'.repeat(64)}`;
    for (const reference of ['v1', digest]) {
      const headers = {
        'x-lanyard-gate': secret,
        'x-forwarded-method': 'GET',
        'x-forwarded-uri': `/v2/${repository}/manifests/${reference}`,
        'x-forwarded-for': '203.0.113.7',
        'user-agent': 'docker/28.2.2',
        authorization: `Bearer ${body.token}`,
      };
      expect((await lanyard.browser().request('GET', '/gate/default', { headers })).status).toBe(204);
    }
    await passagesWritten(lanyard);
    const page = await openAs(owner, `${path.replace('/api', '')}/repositories`);
    await page.getByRole('link', { name: repository }).click();
    const sheet = page.getByRole('dialog', { name: repository, exact: true });
    await sheet.getByRole('cell', { name: /Pulled v1/ }).waitFor();
    await sheet.getByRole('textbox', { name: 'Tag or digest' }).fill(digest);
    await sheet.getByRole('cell', { name: /Pulled v1/ }).waitFor({ state: 'detached' });
    await sheet.getByRole('cell', { name: /Pulled sha256/ }).waitFor();
    await sheet.getByRole('textbox', { name: 'Digest of the image' }).fill(digest);
    await sheet.getByRole('textbox', { name: 'Reason' }).fill('a secret key is in it');
    await sheet.getByRole('button', { name: 'Put in quarantine' }).click();
    const release = sheet.getByRole('button', { name: `Release ${digest}` });
    await release.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'repository-gate');
    await sheet.getByRole('cell', { name: /Pulled sha256/ }).scrollIntoViewIfNeeded();
    await takePicture(page, 'repository-gate-record');
    await page.setViewportSize({ width: 390, height: 844 });
    await takePicture(page, 'repository-gate-record-390');
    await sheet.getByRole('heading', { name: 'Quarantine' }).scrollIntoViewIfNeeded();
    await takePicture(page, 'repository-gate-390');
    await release.click();
    await sheet.getByText('No image is in quarantine.').waitFor();
    await sheet.getByRole('combobox', { name: 'Tags that cannot be moved' }).selectOption('some');
    await sheet.getByRole('textbox', { name: 'Patterns, one per line' }).fill('^v');
    await sheet.getByRole('button', { name: 'Save' }).click();
    const tagsOf = async () => (await owner.browser.get(`/api/repository?name=${repository}`)).body.immutableTags;
    await expect.poll(tagsOf).toEqual(['^v']);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${lanyard.url}/account/tokens/${token.id}`);
    await page.getByRole('cell', { name: /Pulled v1/ }).waitFor();
    await takePicture(page, 'token-gate-record-dark');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('do not let the last owner leave or become a member, and say why', async () => {
    const { path, owner } = await organization();
    const page = await openAs(owner, `${path.replace('/api', '')}/members`);
    await page.getByRole('button', { name: 'Leave' }).click();
    const leaving = page.getByRole('dialog', { name: /^Leave / });
    await leaving.getByRole('button', { name: 'Leave' }).click();
    await leaving.getByText('The organization must keep at least one owner.').waitFor();
    await leaving.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('combobox', { name: `Role of ${owner.name}` }).selectOption('member');
    const stepping = page.getByRole('dialog', { name: /^Stop being an owner/ });
    await stepping.getByRole('button', { name: 'Become a member' }).click();
    await stepping.getByText('The organization must keep at least one owner.').waitFor();
  });

  it('generate a token that works at the registry with the name of the organization, within its policy', async () => {
    const { name, path, owner } = await organization();
    await owner.browser.post('/api/repositories', { name: `${name}/app` });
    const page = await openAs(owner, `${path.replace('/api', '')}/policy`);
    await page.getByRole('textbox', { name: 'Maximum lifetime of an access token: number' }).fill('10');
    await page.getByRole('button', { name: 'Save policy' }).click();
    await page.getByText('The change is in effect now.').waitFor();

    await page.getByRole('link', { name: 'Access tokens' }).last().click();
    await page.getByRole('link', { name: 'Generate new token' }).first().click();
    await page.getByLabel('Description').fill('release pipeline');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByText('allows a lifetime of at most 10 days').first().waitFor();
    await page.getByText('7 days').click();
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByRole('heading', { name: 'Token “release pipeline” generated' }).waitFor();
    await page.getByText(`-u ${name}`).first().waitFor();
    await page.getByRole('button', { name: 'Copy the access token' }).click();
    const secret = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(secret).toMatch(/^lyd_oat_[0-9A-Za-z]{36}$/);
    const ask = () =>
      requestToken(world().lanyard, { credential: `${name}:${secret}`, scopes: [`repository:${name}/app:pull`] });
    expect((await ask()).status).toBe(200);

    await page.getByRole('link', { name: 'I have saved it' }).click();
    await page.getByRole('button', { name: 'Actions for release pipeline' }).click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    await page.getByRole('row').filter({ hasText: 'release pipeline' }).getByText('Inactive').waitFor();
    expect((await ask()).status).toBe(401);
    await page.getByRole('link', { name: 'release pipeline' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Description').fill('release of old');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'release of old' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete token' }).click();
    await page.getByRole('heading', { name: 'No access tokens yet' }).waitFor();
  });

  it('list the access tokens of a removed member, and delete them only if the owner chooses to', async () => {
    const { name, path, owner, member, stranger } = await organization();
    await joinOrganization(owner, path, stranger, 'owner');
    const place = path.replace('/api', '');
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    await stranger.browser.post(`${path}/tokens`, { description: 'made by the one who goes', grants });
    const page = await openAs(owner, `${place}/members`);
    await page.getByRole('button', { name: `Remove ${stranger.name}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('made by the one who goes').waitFor();
    const box = dialog.getByRole('checkbox', { name: /^Also delete the access tokens/ });
    await box.check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: `Remove ${member.name}` }).click();
    await dialog.getByText('Only a new invitation brings').waitFor();
    await expect.poll(() => box.count()).toBe(0);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: `Remove ${stranger.name}` }).click();
    await expect.poll(() => box.isChecked()).toBe(false);
    await box.check();
    await dialog.getByRole('button', { name: `Remove ${stranger.name}` }).click();
    await expect.poll(() => page.getByRole('button', { name: `Remove ${stranger.name}` }).count()).toBe(0);
    expect((await owner.browser.get(`${path}/tokens`)).body.total).toBe(0);
  });

  it('show members only what they may see, and no button that would be refused', async () => {
    const { name, path, owner, member } = await organization();
    await owner.browser.post('/api/repositories', { name: `${name}/hidden`, visibility: 'private' });
    await owner.browser.post('/api/repositories', { name: `${name}/open`, visibility: 'public' });
    const place = path.replace('/api', '');
    const page = await openAs(member, `${place}/repositories`);
    await page.getByRole('link', { name: `${name}/open` }).click();
    await page.getByText('You can see it because it is public.').waitFor();
    expect(await page.getByRole('dialog').getByRole('button').allTextContents()).toEqual(['', 'Copy']);
    expect(await page.content()).not.toContain(`${name}/hidden`);
    await page.goto(`${place}/members`);
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^(Remove|Invite)/ }).count()).toBe(0);
    await page.goto(`${place}/policy`);
    await page.getByText('Members can create repositories').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    const parts = page.getByRole('navigation', { name: /^Pages of/ }).getByRole('link');
    expect(await parts.allTextContents()).toEqual(['Repositories', 'Members', 'Teams', 'Access review', 'Policy']);
    await page.goto(`${place}/tokens`);
    await page.getByRole('heading', { name: 'For owners only' }).waitFor();
  });

  it('show strangers that the organization is not found, and let a member leave', async () => {
    const { path, member, stranger } = await organization();
    const place = path.replace('/api', '');
    const outside = await openAs(stranger, place);
    await outside.getByRole('heading', { name: 'Organization not found' }).waitFor();
    const page = await openAs(member, `${place}/members`);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'No organizations yet' }).waitFor();
    await page.goto(place);
    await page.getByRole('heading', { name: 'Organization not found' }).waitFor();
  });

  it('filter events by action, account and day in an address that can be reloaded, and export all that match', async () => {
    const { name, path, owner } = await organization();
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    const page = await openAs(owner, `${path.replace('/api', '')}/activity`);
    await page.getByText('Team created: builders').waitFor();
    await page.getByText(`Organization created: ${name}`).waitFor();
    await page.getByRole('combobox', { name: 'Event' }).fill('team created');
    await page.getByRole('option', { name: 'Team created' }).click();
    // The column names, the day, and the event.
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await page.getByRole('textbox', { name: 'Account' }).fill('somebody-else');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No matching events' }).waitFor();
    await page.getByRole('textbox', { name: 'Account' }).fill(owner.name);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await page.reload();
    await page.getByText('Team created: builders').click();
    await page.getByText('Digest').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'JSON lines' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).action)).toEqual(['team.created']);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^audit-${name}-.*\\.jsonl$`));
  });
});
