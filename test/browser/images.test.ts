import { gzipSync } from 'node:zlib';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleOrganization } from '../support/lanyard/accounts.ts';
import { imagesLookedUp } from '../support/lanyard/background-work.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type Chromium, inFourLooks, signIn, startChromium } from '../support/pages/chromium.ts';
import { type ClamdStandIn, startClamdStandIn } from '../support/programs/clamd-stand-in.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeTar } from '../support/programs/make-tar.ts';
import { type RegistryStandIn, startRegistryStandIn } from '../support/programs/registry-stand-in.ts';
import { type ScannerStandIn, startScannerStandIn } from '../support/programs/scanner-stand-in.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['chromium'], 'the pages about images', () => {
  let folder: TemporaryFolder;
  let clamd: ClamdStandIn;
  let registry: RegistryStandIn;
  let scanner: ScannerStandIn;
  let lanyard: Lanyard;
  let chromium: Chromium;

  beforeAll(async () => {
    folder = await temporaryFolder();
    clamd = await startClamdStandIn(folder.path);
    registry = await startRegistryStandIn();
    scanner = await startScannerStandIn();
    scanner.vulnerabilities = [
      {
        id: 'CVE-2026-1',
        package: 'zlib',
        version: '1.2',
        fix_version: '1.3',
        severity: 'Critical',
        description: 'A heap overflow.',
      },
      { id: 'CVE-2026-2', package: 'openssl', version: '3.0', severity: 'Low' },
    ];
    const settings = { LANYARD_CLAMD: clamd.socketPath, LANYARD_SCANNER_URL: scanner.url };
    lanyard = await startLanyard({ settings });
    chromium = await startChromium();
    await operatorRuns(lanyard, `registry set-internal-url default ${registry.url}`);
    await operatorRuns(lanyard, 'registry images default');
  });

  afterAll(async () => {
    await chromium.close();
    await lanyard.stop();
    await registry[Symbol.asyncDispose]();
    await clamd[Symbol.asyncDispose]();
    await scanner[Symbol.asyncDispose]();
    await folder.remove();
  });

  it('lead an owner from the overview to the finding in an image', async () => {
    const { owner, name: organization } = await sampleOrganization(lanyard);
    const name = `${organization}/app`;
    await owner.browser.post('/api/repositories', { name });
    const layer = (path: string, content: Uint8Array) => gzipSync(makeTar([{ path, content }]));
    registry.image(name, [layer('etc/motd', Buffer.from('hello'))], { tag: '1.0' });
    registry.image(name, [layer('usr/bin/tool', TEST_SIGNATURE)], { tag: '1.1', architecture: 'arm64' });
    await operatorRuns(lanyard, 'registry images default');
    await imagesLookedUp(lanyard);
    await vi.waitFor(async () => {
      const { body } = await owner.browser.get(`/api/organizations/${organization}/security`);
      expect(body.counts).toMatchObject({ infected: 1, clean: 1 });
      expect(body.vulnerabilities.counts).toMatchObject({ critical: 2 });
    }, 20_000);
    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${organization}/security`);
    await page.getByText('Infected (1)').waitFor();
    await page.getByText('Critical (2)').waitFor();
    await inFourLooks(page, 'images-security');
    await page.getByRole('table', { name: 'Images by verdict' }).getByRole('link', { name }).click();
    await page.getByRole('button', { name: '1.1' }).click();
    await page.getByText('Test.Eicar').waitFor();
    await page.getByText('usr/bin/tool').waitFor();
    await page.getByRole('table', { name: 'Vulnerabilities' }).getByText('CVE-2026-1').waitFor();
    await inFourLooks(page, 'images-finding');
    await page.getByRole('button', { name: 'Accept: Test.Eicar in usr/bin/tool' }).click();
    await page.getByLabel('Reason').fill('our own test file');
    await inFourLooks(page, 'images-accept');
    await page.getByRole('button', { name: 'Accept finding' }).click();
    await page.getByRole('table', { name: 'Accepted findings' }).getByText('our own test file').waitFor();
    await inFourLooks(page, 'images-accepted');
    await page.getByRole('button', { name: 'End: Test.Eicar in usr/bin/tool' }).click();
    await page.getByRole('table', { name: 'Accepted findings' }).waitFor({ state: 'detached' });
  });
});
