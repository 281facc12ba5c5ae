import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import {
  accessibilityFaults,
  browserWorld,
  enterPassword,
  focusedText,
  signIn,
  takePicture,
} from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

describeWith(['chromium'], 'the pages, by keyboard', () => {
  const world = browserWorld();
  let accounts = 0;

  async function person(): Promise<{ readonly page: Page; readonly account: SampleAccount; readonly name: string }> {
    const { lanyard, chromium } = world();
    accounts += 1;
    const account = await sampleAccount(lanyard, `keys-${accounts}`);
    await account.browser.post('/api/organizations', { name: `acme-${accounts}` });
    await account.browser.post('/api/repositories', { name: `acme-${accounts}/app` });
    await sampleToken(account, { actions: ['pull'] });
    const { page } = await chromium.open(lanyard);
    return { page, account, name: `acme-${accounts}` };
  }

  it('find a page, a token, a repository and a person with Ctrl-K', async () => {
    const { page, account, name } = await person();
    await signIn(page, account);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const palette = page.getByRole('dialog', { name: 'Go to' });
    const goTo = async (text: string, option: string) => {
      await page.keyboard.press('ControlOrMeta+k');
      await palette.getByRole('combobox').waitFor();
      await page.keyboard.type(text);
      await palette.getByRole('option', { name: option, exact: true, selected: true }).waitFor();
      await takePicture(page, `palette-${text.replaceAll(/\W/g, '-')}`);
    };
    await goTo('mem', `Members ${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/organizations/${name}/members`);
    await expect.poll(() => focusedText(page)).toBe(name);
    await goTo('for pull', 'for pull');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedText(page)).toBe('for pull');
    await goTo(`${name}/a`, `${name}/app`);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `${name}/app` }).waitFor();
    await page.keyboard.press('Escape');
    await goTo(account.name, `${account.name} member of ${name}`);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
  });

  it('open an empty palette, also at once after the last one', async () => {
    const { page, account } = await person();
    await signIn(page, account);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const field = page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox');
    await page.keyboard.press('ControlOrMeta+k');
    await field.waitFor();
    await page.keyboard.type('members');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await page.waitForTimeout(300);
    expect(await field.inputValue()).toBe('');
    await page.keyboard.type('sec');
    expect(await field.inputValue()).toBe('sec');
  });

  it('find a repository beyond the first hundred, in the palette and in the list', async () => {
    const { page, account, name } = await person();
    for (let made = 100; made < 201; made += 1) {
      const { status } = await account.browser.post('/api/repositories', { name: `${name}/lib-${made}` });
      expect(status).toBe(201);
    }
    await account.browser.post('/api/repositories', { name: `${name}/zebra` });
    await signIn(page, account);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Go to' });
    await palette.getByRole('combobox').fill(`${name}/zeb`);
    await palette.getByRole('option', { name: `${name}/zebra`, exact: true, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`/organizations/${name}/repositories`);
    await page.getByRole('link', { name: `${name}/lib-100` }).waitFor();
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('zeb');
    await page.getByRole('link', { name: `${name}/zebra` }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: `${name}/lib-100` }).count()).toBe(0);
    await takePicture(page, 'repositories-searched');
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('nothing');
    await page.getByRole('heading', { name: 'No matching repositories' }).waitFor();
  });

  it('list the shortcuts after a question mark, unless it is typed into a field or turned off', async () => {
    const { page, account } = await person();
    await signIn(page, account);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('?');
    expect(await page.getByRole('searchbox').inputValue()).toBe('?');
    await page.getByRole('link', { name: 'Security' }).focus();
    await page.keyboard.type('?');
    await list.waitFor();
    await takePicture(page, 'shortcuts');
    expect(await accessibilityFaults(page)).toEqual([]);
    await list.getByRole('switch', { name: 'Use shortcuts of one key' }).uncheck();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await page.keyboard.type('?');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog', { name: 'Go to' }).waitFor();
    await expect.poll(() => list.count()).toBe(0);
  });

  it('put the focus in the right place: the first field, the first field with a fault, or the new heading', async () => {
    const { page, account } = await person();
    const focused = () => page.evaluate('document.activeElement.labels?.[0]?.textContent ?? ""');
    await page.goto('/sign-in');
    await expect.poll(focused).toBe('Name or e-mail address');
    await page.keyboard.type(account.name);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Password');
    await enterPassword(page, { name: account.name, password: 'a wrong one' });
    await page.getByRole('alert').waitFor();
    await expect.poll(focused).toBe('Password');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Access tokens' }).first().click();
    await expect.poll(() => focusedText(page)).toBe('Access tokens');
    await page.getByRole('link', { name: 'Generate new token' }).click();
    await expect.poll(() => focusedText(page)).toBe('New access token');
    await page.getByRole('checkbox', { name: 'Pull' }).uncheck();
    await page.getByRole('button', { name: 'Generate token' }).click();
    await expect.poll(focused).toBe('Description');
    await page.keyboard.type('laptop');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Pull');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await expect.poll(() => focusedText(page)).toBe('Token “laptop” generated');
  });
});
