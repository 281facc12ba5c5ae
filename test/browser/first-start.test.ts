import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setupCodeOfStart } from '../support/lanyard/background-work.ts';
import { accessibilityFaults, browserWorld, takePicture } from '../support/pages/chromium.ts';
import { secureFront } from '../support/programs/docker-client.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { requireSuccess } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import { startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['chromium', 'docker', 'docker-registry', 'skopeo'], 'the first start', () => {
  const world = browserWorld();
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await temporaryFolder();
  });

  afterAll(() => folder?.remove());

  const step = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title }).waitFor();
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  /** The text that the button beside a text copies to the clipboard. */
  async function copied(page: Page, label: string): Promise<string> {
    await press(page, `Copy ${label}`);
    return String(await page.evaluate('navigator.clipboard.readText()'));
  }

  it('leads from the printed link to a push to a registry that was configured from the page', async () => {
    const { lanyard, chromium } = world();
    const code = await setupCodeOfStart(lanyard);
    const { page, complaints } = await chromium.open(lanyard);
    await page.goto(`/setup#${code}`);
    await step(page, 'Create the administrator');
    await takePicture(page, 'set-up-administrator');
    expect(page.url()).toBe(`${lanyard.url}/setup`);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await press(page, 'Create administrator');
    await page.getByText(/must be 8 to/i).waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await press(page, 'Create administrator');

    await step(page, 'Create an organization');
    await page.reload();
    await page.getByLabel('Name of the organization').fill('acme');
    await press(page, 'Create organization');

    await step(page, 'Where is your registry?');
    await takePicture(page, 'set-up-registry');
    await press(page, 'Continue');
    await page.getByText('Enter an address, or skip this step').waitFor();
    const port = await freePort();
    await page.getByLabel('Address').fill(`http://localhost:${port}/v2/`);
    await press(page, 'Continue');

    await step(page, 'Generate an access token');
    await takePicture(page, 'set-up-token');
    await page.getByLabel('Description').fill('my laptop');
    await press(page, 'Generate token');
    await step(page, 'Token “my laptop” generated');
    await takePicture(page, 'set-up-use');
    expect(await accessibilityFaults(page)).toEqual([]);
    const secret = await copied(page, 'the access token');
    expect(await copied(page, 'the login line')).toBe(`docker login localhost:${port} -u ada`);
    await page.getByRole('tab', { name: 'Distribution 2.8' }).click();
    const certificate = await copied(page, 'the certificate');
    const configuration = await copied(page, 'the configuration');

    const certificatePath = join(folder.path, 'root.pem');
    await writeFile(certificatePath, certificate);
    const configurationYaml = configuration.replaceAll('/etc/lanyard/root.pem', certificatePath);
    const registry = await startRegistry({ configurationYaml, port, folder: folder.path });
    const front = await secureFront(folder.path, registry.url);
    const home = join(folder.path, 'home');
    await mkdir(home);
    expect((await (await front.docker(home)).login(front.host, 'ada', secret)).exitCode).toBe(0);
    const skopeo = await skopeoClient(home);
    await requireSuccess(skopeo.login(registry.host, 'ada', secret));
    const image = await makeImage(folder.path, { marker: 'first' });
    await requireSuccess(skopeo.copyIn(image, `${registry.host}/acme/app:v1`));
    await front.stop();
    await registry.stop();

    await page.getByRole('link', { name: 'I have saved the token' }).click();
    await page.getByRole('row').filter({ hasText: 'my laptop' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('cannot be repeated: the set-up page says that the server is already set up', async () => {
    const { lanyard, chromium } = world();
    const { page } = await chromium.open(lanyard);
    await page.goto('/setup#AAAA-BBBB-CCCC-DDDD');
    await page.getByText('This server is already set up').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  });
});
