import type { Page } from 'playwright-core';
import type { SampleAccount } from '../support/lanyard/sample-account.ts';

/** As a person does it. */
export async function signIn(page: Page, { name, password }: SampleAccount): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail address').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Access tokens' }).waitFor();
}
