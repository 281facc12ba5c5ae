import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { accessibilityFaults, browserWorld } from '../support/pages/chromium.ts';
import { type DockerHubStandIn, startDockerHubStandIn } from '../support/programs/docker-hub-stand-in.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['chromium', 'docker'], 'the browser login of the unmodified docker CLI, in a real browser', () => {
  const world = browserWorld();
  let folder: TemporaryFolder;
  let hub: DockerHubStandIn;

  beforeAll(async () => {
    folder = await temporaryFolder();
    hub = await startDockerHubStandIn(folder.path, world().lanyard.url);
  });

  afterAll(async () => {
    await hub?.stop();
    await folder?.remove();
  });

  it('is approved with a click, and its token is on the page of access tokens until docker logs out', async () => {
    const { lanyard, chromium } = world();
    const ada = await sampleAccount(lanyard, 'ada');
    const docker = await hub.docker('docker');
    const { session, url, userCode } = await docker.startLogin();

    const { page, complaints } = await chromium.open(lanyard);
    await page.goto(url);
    await page.getByLabel('Name or e-mail address').fill(ada.name);
    await page.getByLabel('Password', { exact: true }).fill(ada.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/activate/);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Approve this sign-in?' }).waitFor();
    await page.getByText(userCode).waitFor();
    await page.getByText(/docker CLI .* on linux\//).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    expect(await session.exitCode()).toBe(0);
    expect(session.text()).toContain('Login Succeeded');

    await page.goto('/account/tokens');
    const row = page.getByRole('row').filter({ hasText: 'docker CLI' });
    await row.getByText('Auto-generated').waitFor();
    await page.getByText('1 of 5 auto-generated tokens.').waitFor();
    expect(await docker.run('logout').exitCode()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'No access tokens yet' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
