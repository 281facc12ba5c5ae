import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { accessibilityFaults, browserWorld, signIn, takePicture } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

const SITE = fileURLToPath(new URL('../../packages/docs/dist/', import.meta.url));
const files = globSync('**/*.html', { cwd: SITE }).sort();

/** One page of each kind. */
const PAGES = [
  ['docs-home', '/docs/'],
  ['docs-quickstart', '/docs/quickstart/'],
  ['docs-operator', '/docs/operator/'],
  ['docs-operate', '/docs/operate/'],
  ['docs-api', '/docs/api/'],
  ['docs-api-tokens', '/docs/api/tokens/'],
  ['docs-missing', '/docs/nowhere/'],
] as const;

describe('the built documentation', () => {
  it('links only to pages, headings and files that exist', () => {
    const texts = new Map(
      files.map((file) => [`/docs/${file.replace('index.html', '')}`, readFileSync(join(SITE, file), 'utf8')]),
    );
    const assets = new Set(globSync('assets/*', { cwd: SITE }).map((path) => `/docs/${path}`));
    const isThere = (target: string, from: string) => {
      const [address = '', id] = target.split('#');
      if (['/', '/icon.svg'].includes(target) || assets.has(address)) return true;
      const text = texts.get(address === '' ? from : address);
      return text !== undefined && (id === undefined || text.includes(`id="${id}"`));
    };
    const broken = [...texts].flatMap(([from, text]) =>
      [...text.matchAll(/ (?:href|src|data-file)="([^"]+)"/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^(https:|mailto:)/.test(target) && !isThere(target, from))
        .map((target) => `${from} -> ${target}`),
    );
    expect(texts.size).toBeGreaterThan(80);
    expect(broken).toEqual([]);
  });

  it('has no code and no style in a page, and names no picture, script or style of another server', () => {
    const faults = files.filter((file) =>
      /<style|<script>| style=| on\w+=|(src|srcset)="(https?:)?\/\/|<link[^>]+href="(https?:)?\/\//.test(
        readFileSync(join(SITE, file), 'utf8').replace(/<code>[\s\S]*?<\/code>/g, ''),
      ),
    );
    expect(faults).toEqual([]);
  });
});

describeWith(['chromium'], 'the documentation at /docs', () => {
  const world = browserWorld();

  it('has no accessibility fault, fits a screen and a phone, light and dark, and keeps the content security policy', async () => {
    const { lanyard, chromium } = world();
    const { page, context, complaints } = await chromium.open(lanyard);
    const foreign: string[] = [];
    page.on('request', (request) => request.url().startsWith(lanyard.url) || foreign.push(request.url()));
    const faults: string[] = [];
    for (const [name, address] of PAGES) {
      await page.goto(address);
      for (const [look, width, colorScheme] of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
        await takePicture(page, `${name}-${look}`);
        const overflow = Number(await page.evaluate(OVERFLOW));
        if (overflow > 0) faults.push(`${name}, ${look}: wider than the screen by ${overflow} px`);
        if (look === 'desktop-light' || look === 'phone-dark') {
          faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}, ${look}: ${fault}`));
        }
      }
    }
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('is searched by keyboard, in the browser', async () => {
    const { lanyard, chromium } = world();
    const { page, context, complaints } = await chromium.open(lanyard);
    await page.goto('/docs/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('master key backup');
    await page.getByRole('option').first().waitFor();
    await takePicture(page, 'docs-search');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/operate/#backup');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is opened from the menu of the account', async () => {
    const { lanyard, chromium } = world();
    const { page, context, complaints } = await chromium.open(lanyard);
    await signIn(page, await sampleAccount(lanyard, 'reader'));
    await page.getByRole('button', { name: /reader/ }).click();
    await page.getByRole('menuitem', { name: 'Documentation' }).click();
    await page.getByRole('heading', { level: 1, name: 'Access tokens for any container registry' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('opens its navigation on a phone, and remembers the scheme that somebody chose', async () => {
    const { lanyard, chromium } = world();
    const { page, context } = await chromium.open(lanyard, { width: 390 });
    await page.goto('/docs/quickstart/');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Owners' }).click();
    await page.waitForURL('**/docs/owner/');
    await page.getByRole('button', { name: 'Change to the dark scheme' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Change to the light scheme' }).waitFor();
    await context.close();
  });

  it('is cached: pages by what they contain, and what they load for good', async () => {
    const { lanyard } = world();
    const get = (path: string, headers = {}) => fetch(`${lanyard.url}${path}`, { headers, redirect: 'manual' });
    const page = await get('/docs/quickstart/');
    expect(page.headers.get('cache-control')).toBe('public, max-age=300');
    const tag = page.headers.get('etag') ?? '';
    expect((await get('/docs/quickstart/', { 'If-None-Match': tag })).status).toBe(304);
    const [, script = ''] = /src="(\/docs\/assets\/site[^"]+)"/.exec(await page.text()) ?? [];
    expect((await get(script)).headers.get('cache-control')).toContain('immutable');
    expect((await get('/docs/quickstart')).headers.get('location')).toBe('/docs/quickstart/');
    expect((await get('/docs')).headers.get('location')).toBe('/docs/');
    expect((await get('/api/docs')).headers.get('location')).toBe('/docs/api/');
    for (const path of ['/docs/nowhere/', '/docs/..%2f..%2fpackage.json', '/docs/404.html']) {
      expect((await get(path)).status).toBe(404);
    }
  });
});

const LOOKS = [
  ['desktop-light', 1280, 'light'],
  ['desktop-dark', 1280, 'dark'],
  ['phone-light', 390, 'light'],
  ['phone-dark', 390, 'dark'],
] as const;

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
