import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { signIn, startChromium } from '../support/pages/chromium.ts';
import { sampleWorld } from '../support/pages/sample-world.ts';
import { startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

/** Only on request, because it writes into the repository: LANYARD_TEST_DOCS_PICTURES=1. */
const IS_WANTED = process.env.LANYARD_TEST_DOCS_PICTURES !== undefined;
const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SIZE = { width: 1200, height: 760 };

describeWith(['chromium'], 'the pictures of the documentation', () => {
  it.runIf(IS_WANTED)('are taken from the pages, light and dark', async () => {
    const dns = await startDnsServer();
    const settings = { LANYARD_DNS_SERVERS: dns.address, LANYARD_WEBHOOK_HOSTS: 'hooks.invalid' };
    const lanyard = await startLanyard({ settings });
    const chromium = await startChromium();
    const { ada, tokenId } = await sampleWorld(lanyard, dns);
    const pages = [
      ['access-tokens', '/account/tokens'],
      ['new-access-token', '/account/tokens/new'],
      ['access-token', `/account/tokens/${tokenId}`],
      ['registries', '/administration/registries'],
      ['administration', '/administration'],
      ['members', '/organizations/acme/members'],
      ['policy', '/organizations/acme/policy'],
      ['access-review', '/organizations/acme/access-review'],
    ] as const;
    mkdirSync(FOLDER, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context, complaints } = await chromium.open(lanyard, { ...SIZE, colorScheme });
      await signIn(page, ada);
      for (const [name, address] of pages) {
        await open(page, lanyard, address);
        writeFileSync(`${FOLDER}${name}-${colorScheme}.webp`, await pictureOf(page));
      }
      await context.close();
      expect(complaints).toEqual([]);
    }
    await chromium.close();
    await lanyard.stop();
    await dns.stop();
  });
});

async function open(page: Page, { url }: Lanyard, address: string): Promise<void> {
  await page.goto(`${url}${address}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}

/** A small file: the library takes pictures only in larger formats. Twice the dots, for sharp text. */
async function pictureOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...SIZE, scale: 1.5 };
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70, clip });
  await session.detach();
  return Buffer.from(data, 'base64');
}
