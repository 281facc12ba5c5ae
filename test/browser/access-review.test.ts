import { expect, it } from 'vitest';
import { sampleOrganization } from '../support/lanyard/accounts.ts';
import { usesWritten } from '../support/lanyard/background-work.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { accessibilityFaults, browserWorld, inFourLooks, signIn, takePicture } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'the access review of an organization', () => {
  const world = browserWorld();

  it("lets an owner find a member's token, block it with a reason by keyboard, and lift the block", async () => {
    const { lanyard, chromium } = world();
    const { name, owner, member } = await sampleOrganization(lanyard);
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
    const { id, secret } = await sampleToken(member, { actions: ['pull', 'push'] });
    await sampleToken(owner, { pattern: `${name}/*`, actions: ['pull'] });
    const scopes = [`repository:${name}/app:pull,push`];
    const ask = () => requestToken(lanyard, { credential: `${member.name}:${secret}`, scopes });
    expect((await ask()).status).toBe(200);
    await usesWritten(lanyard);

    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/members`);
    await page.getByRole('link', { name: 'Access review' }).click();
    const row = page.getByRole('row').filter({ hasText: member.name });
    await row.getByText('Pull and push in one repository').waitFor();
    await row.getByText(`${name}/app`).first().waitFor();
    await expect.poll(() => row.textContent()).toContain('Personal access token');
    await row.getByText('2 findings').click();
    await row.getByText('It works until somebody ends it. Ask its holder for one that expires.').waitFor();
    await takePicture(page, 'access-review-findings');
    await page.getByRole('searchbox', { name: 'Search by holder or description' }).fill(member.name);
    await page.getByRole('row').filter({ hasText: owner.name }).waitFor({ state: 'detached' });

    await row.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Block here' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Block this token here?' });
    await dialog.getByRole('textbox', { name: 'Reason' }).waitFor();
    await takePicture(page, 'block-here');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.type('On a laptop that was stolen');
    await dialog.getByRole('button', { name: 'Block here' }).click();
    await row.getByText('Blocked here').waitFor();
    await row.getByText('On a laptop that was stolen').waitFor();
    expect((await ask()).body.errors[0].message).toContain('On a laptop that was stolen');

    const { page: theirs } = await chromium.open(lanyard);
    await signIn(theirs, member, `/account/tokens/${id}`);
    await theirs.getByText(`Blocked in ${name}`).waitFor();
    await theirs.getByText('On a laptop that was stolen').waitFor();
    await takePicture(theirs, 'token-blocked-somewhere');
    expect(await accessibilityFaults(theirs)).toEqual([]);

    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Lift block' }).click();
    await page.getByRole('dialog', { name: 'Lift the block?' }).getByRole('button', { name: 'Lift block' }).click();
    await row.getByText('Active').waitFor();
    expect((await ask()).status).toBe(200);
  });

  it('shows an owner for a repository who can reach it, who did something and who approved that, and prints and exports it', async () => {
    const { lanyard, chromium } = world();
    const { name, owner, member } = await sampleOrganization(lanyard);
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
    const { secret } = await sampleToken(member, { actions: ['pull'] });
    await requestToken(lanyard, { credential: `${member.name}:${secret}`, scopes: [`repository:${name}/app:pull`] });
    await usesWritten(lanyard);

    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/evidence`);
    await page.getByRole('combobox', { name: 'Repository' }).fill(`${name}/never`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No such repository' }).waitFor();
    await page.getByRole('combobox', { name: 'Repository' }).fill(`${name}/a`);
    await page.getByRole('option', { name: `${name}/app` }).click();
    await page.getByRole('button', { name: 'Show evidence' }).click();
    const rowOf = (table: string) => page.getByRole('table', { name: table, exact: true }).getByRole('row');
    await rowOf('Accounts: Today').filter({ hasText: member.name }).getByText('given to the account').waitFor();
    await rowOf('Access tokens: Today').filter({ hasText: member.name }).getByText('pull').waitFor();
    await rowOf('Uses').filter({ hasText: member.name }).getByText('Token endpoint, by day').waitFor();
    await rowOf('Decisions').getByText(`write for ${member.name} on ${name}/app`).waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.getByText('The export has every line.').waitFor();
    await page.getByRole('button', { name: 'Show evidence' }).waitFor({ state: 'hidden' });
    await takePicture(page, 'evidence-printed');
    await page.emulateMedia({ media: 'screen' });
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`^evidence-${name}-app-.*\\.jsonl$`));
  });

  it('lets an owner approve a new token, refuse one, and always approve a person', async () => {
    const { lanyard, chromium } = world();
    const { name, path, owner, member } = await sampleOrganization(lanyard);
    await owner.browser.patch(`${path}/policy`, { tokenApproval: true });
    const make = async (description: string) => {
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const { body } = await member.browser.post('/api/tokens', { description, grants, expiresAt: null });
      return body.token.id;
    };
    const [first, second] = [await make('first'), await make('second')];
    const markup = '<img src=x onerror="document.title=1"> & <b>bold</b>';
    const hostile = await make(markup);
    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/access-review`);
    await page.getByRole('link', { name: 'Approvals' }).click();
    // What a holder typed is text, and nothing of it becomes a part of the page.
    const row = page.getByRole('row').filter({ hasText: markup });
    await row.waitFor();
    expect(await row.locator('img, b').count()).toBe(0);
    await inFourLooks(page, 'approvals');
    await member.browser.delete(`/api/tokens/${hostile}`);
    await page.reload();
    await page.getByRole('button', { name: `Refuse first of ${member.name}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Refuse this token?' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Ask for one that expires');
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('row').filter({ hasText: 'first' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `More for second of ${member.name}` }).click();
    await page.getByRole('menuitem', { name: `Always approve tokens of ${member.name}` }).click();
    await page.getByText('No tokens are waiting').waitFor();
    await page.getByRole('button', { name: `Stop for ${member.name}` }).waitFor();

    // A block of a token that is gone is on no list of tokens.
    const gone = await make('gone');
    await owner.browser.post(`${path}/access-review/rulings`, { ruling: 'block', tokens: [gone], reason: 'Leaked' });
    await member.browser.delete(`/api/tokens/${gone}`);
    await page.reload();
    await page.getByRole('heading', { name: 'Blocks of deleted tokens' }).waitFor();
    await inFourLooks(page, 'ended-blocks');
    await page.getByRole('button', { name: `Lift block for ${member.name}` }).click();
    await page.getByRole('dialog', { name: 'Lift the block?' }).getByRole('button', { name: 'Lift block' }).click();
    await page.getByRole('heading', { name: 'Blocks of deleted tokens' }).waitFor({ state: 'detached' });

    const { page: theirs } = await chromium.open(lanyard);
    await signIn(theirs, member, `/account/tokens/${first}`);
    await theirs.getByText(`Refused by ${name}`).waitFor();
    await theirs.getByText('Ask for one that expires').waitFor();
    await theirs.goto(`/account/tokens/${second}`);
    await theirs.getByRole('heading', { level: 1, name: 'second' }).waitFor();
    await expect.poll(() => theirs.getByText('Waiting for approval').count()).toBe(0);
  });

  it('lets the holder of a token that used two of all repositories narrow it with one click', async () => {
    const { lanyard, chromium } = world();
    const { name, owner } = await sampleOrganization(lanyard);
    const used = ['app', 'web'].map((one) => `${name}/${one}`);
    for (const repository of [...used, `${name}/api`]) {
      await owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
    }
    const { id, secret } = await sampleToken(owner, { pattern: `${name}/*`, actions: ['pull', 'push'] });
    lanyard.clock.advance(91 * 86_400);
    const scopes = used.map((repository) => `repository:${repository}:pull,push`);
    await requestToken(lanyard, { credential: `${owner.name}:${secret}`, scopes });
    await usesWritten(lanyard);
    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/access-review`);
    await page.getByText('3 findings').click();
    await page.getByText('It used 2 repositories here in the last 90 days').waitFor();
    await page.getByText(`Pull and push in ${used[0]} and pull and push in ${used[1]} would be enough.`).waitFor();
    await takePicture(page, 'wider-than-used');
    await page.goto(`/account/tokens/${id}`);
    const advice = page.getByRole('alert').filter({ hasText: 'This token may do more than it does' });
    for (const repository of used) await advice.getByText(repository).waitFor();
    await takePicture(page, 'narrower-grants');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await takePicture(page, 'narrower-grants-phone-dark');
    // The sign-in is no longer fresh, and to take something away needs none.
    lanyard.clock.advance(601);
    await advice.getByRole('button', { name: 'Use these permissions' }).click();
    await advice.waitFor({ state: 'detached' });
    await owner.browser.signIn(owner.name, owner.password);
    const { grants } = (await owner.browser.get(`/api/tokens/${id}`)).body;
    const grant = { type: 'repository', actions: ['pull', 'push'], visibility: 'any' };
    expect(grants).toEqual(used.map((pattern) => ({ ...grant, pattern })));
  });

  it('lets an owner pick a holder, a team, a repository and a rest by typing, share the address, and sort by a column', async () => {
    const { lanyard, chromium } = world();
    const { name, path, owner, member } = await sampleOrganization(lanyard);
    for (const repository of ['app', 'web-shop']) {
      await owner.browser.post('/api/repositories', { name: `${name}/${repository}`, visibility: 'private' });
    }
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
    await owner.browser.post(`${path}/teams`, { name: 'engines' });
    await owner.browser.put(`${path}/teams/engines/members/${member.name}`);
    const used = await sampleToken(member, { pattern: `${name}/app`, actions: ['pull'] });
    await sampleToken(member, { pattern: `${name}/web-*`, actions: ['pull'] });
    lanyard.clock.advance(8 * 86_400);
    await owner.browser.signIn(owner.name, owner.password);
    await sampleToken(owner, { pattern: `${name}/*`, actions: ['pull'] });
    const credential = `${member.name}:${used.secret}`;
    await requestToken(lanyard, { credential, scopes: [`repository:${name}/app:pull`] });
    await usesWritten(lanyard);

    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/access-review`);
    const rows = page.getByRole('table', { name: 'Access tokens' }).getByRole('checkbox');
    const count = (tokens: string) => page.getByRole('status').getByText(tokens, { exact: true }).waitFor();
    const remove = (filter: string) => page.getByRole('button', { name: `Remove the filter ${filter}` }).click();
    await count('3 access tokens');
    await page.getByRole('button', { name: 'Filters' }).click();

    await page.getByRole('combobox', { name: 'Holder' }).fill(member.name.slice(0, -1));
    await page.getByRole('option', { name: member.name, exact: true }).click();
    await count('2 access tokens');
    await expect.poll(() => new URL(page.url()).searchParams.get('holder')).toBe(member.name);
    await remove(`Holder: ${member.name}`);
    await count('3 access tokens');

    await page.getByRole('combobox', { name: 'Team' }).fill('engi');
    await page.getByRole('option', { name: 'engines' }).click();
    await count('2 access tokens');
    // A name without its namespace is one of the organization's.
    await page.getByRole('combobox', { name: 'Repository' }).fill('app');
    await page.keyboard.press('Enter');
    await count('1 access token');
    await inFourLooks(page, 'access-review-filtered');
    await page.reload();
    await count('1 access token');
    expect(await page.getByRole('combobox', { name: 'Repository' }).inputValue()).toBe(`${name}/app`);
    const exported = await page.request.get(
      await page
        .getByRole('button', { name: 'Export' })
        .click()
        .then(async () => (await page.getByRole('menuitem', { name: 'JSON lines' }).getAttribute('href')) ?? ''),
    );
    expect((await exported.text()).trimEnd().split('\n')).toHaveLength(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await count('3 access tokens');

    await page.getByRole('combobox', { name: 'Used here' }).click();
    await page.getByRole('option', { name: 'Not for 7 days' }).click();
    await count('2 access tokens');
    await remove('Used here: not for 7 days');
    await count('3 access tokens');

    const holders = async () => rows.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    const newest = await holders();
    await page.getByRole('columnheader', { name: 'Created' }).getByRole('button').click();
    await expect.poll(holders).toEqual(newest.toReversed());
    expect(await page.getByRole('columnheader', { name: 'Created' }).getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('checkbox', { name: 'Select all tokens on this page' }).check();
    await page.getByText('3 selected').waitFor();
    await page.getByRole('button', { name: 'Clear selection' }).click();
    await page.getByRole('columnheader', { name: 'Last used here' }).getByRole('button').click();
    await expect.poll(async () => (await holders())[0]).toContain(used.id.slice(0, 8));
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('lastUsed');

    // Of a repository of somebody else, nothing is told.
    await page.goto(`/organizations/${name}/access-review?repository=other/app&team=gone`);
    await page.getByText(`must be one of ${name}`).waitFor();
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await count('3 access tokens');
  });
});
