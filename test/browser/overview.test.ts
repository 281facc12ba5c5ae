import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { accessibilityFaults, browserWorld, signIn } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'the overview', () => {
  const world = browserWorld();

  it('is the first page of a developer, who ends a sign-in of somebody else and then chooses a new password', async () => {
    const { lanyard, chromium } = world();
    const developer = await sampleAccount(lanyard, freshName('developer'));
    const thief = lanyard.browser();
    await thief.signIn(developer.name, developer.password);
    const commandLine = await sampleCommandLine(lanyard, developer);
    const { page, complaints } = await chromium.open(lanyard);
    await signIn(page, developer, '/');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await page.title()).toBe('Overview · Lanyard');
    await page.getByRole('link', { name: '0 of 5 auto-generated' }).waitFor();
    await page.getByRole('button', { name: /^This was not me: docker CLI/ }).click();
    await page.getByRole('dialog').getByText('All access tokens that it created are deleted').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'End it, and change my password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor();
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
    await expect.poll(() => page.evaluate('document.activeElement.autocomplete')).toBe('current-password');
    expect(complaints).toEqual([]);
  });

  it('shows an owner the state of the organization, and where the navigation is on a phone', async () => {
    const { lanyard, chromium } = world();
    const { name, path, owner } = await sampleOrganization(lanyard);
    await owner.browser.post(`${path}/invitations`, { email: 'new@example.com', role: 'member' });
    const { page } = await chromium.open(lanyard, { width: 390, height: 844 });
    await signIn(page, owner, '/');
    await page.getByText(`You are the only owner of ${name}`).waitFor();
    await page.getByRole('link', { name: '1 waiting' }).click();
    await page.getByRole('button', { name: 'Withdraw the invitation of new@example.com' }).waitFor();
    await expect.poll(() => page.title()).toBe(`Members · ${name} · Lanyard`);
    await page.getByRole('button', { name: 'Menu, now at Organizations' }).click();
    await page.locator('header, nav').getByRole('link', { name: 'Security', exact: true }).first().click();
    await page.getByRole('button', { name: 'Menu, now at Security' }).waitFor();
    await page.getByRole('link', { name: 'Audit log' }).waitFor({ state: 'hidden' });
  });
});
