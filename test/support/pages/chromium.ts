import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { SampleAccount } from '../lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../lanyard/start-lanyard.ts';
import { executableOf } from '../programs/installed-programs.ts';

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: refused by the content policy, thrown by a script, answered with a fault of the server. */
  readonly complaints: string[];
}

export interface Chromium {
  /** A person with cookies of their own. */
  open(lanyard: Lanyard, options?: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

// Debian's own start script would look for flags in the home folder; the rest keeps it from calling home.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startChromium(): Promise<Chromium> {
  const executablePath = executableOf('chromium');
  if (executablePath === undefined) throw new Error('chromium is not installed');
  const browser = await chromium.launch({ executablePath, args: QUIET });
  return { open: (lanyard, options) => open(browser, lanyard, options), close: () => browser.close() };
}

async function open(browser: Browser, { url }: Lanyard, options: OpenOptions = {}): Promise<OpenPage> {
  const { width = 1280, height = 900, colorScheme = 'light' } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is told by the page itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return { page, context, complaints };
}

export interface BrowserWorld {
  readonly lanyard: Lanyard;
  readonly chromium: Chromium;
}

/** A server and a browser for all tests of a suite. */
export function browserWorld(): () => BrowserWorld {
  let world: BrowserWorld | undefined;
  beforeAll(async () => {
    world = { lanyard: await startLanyard(), chromium: await startChromium() };
  });
  afterAll(async () => {
    await world?.chromium.close();
    await world?.lanyard.stop();
  });
  return () => {
    if (!world) throw new Error('the browser has not been started');
    return world;
  };
}

/** Opens a page signed in, in the time of one page: the page of the sign-in has tests of its own, with `enterPassword`. */
export async function signIn(
  page: Page,
  { name, password }: Pick<SampleAccount, 'name' | 'password'>,
  address = '/account/tokens',
): Promise<void> {
  const { request } = page.context();
  const { origin, hostname: domain } = new URL((await request.get('/healthz')).url());
  const data = { identifier: name, password };
  const answer = await request.post('/api/session', { data, headers: { origin } });
  if (answer.status() !== 200) throw new Error(`the sign-in answered ${answer.status()}`);
  const cookies = answer.headersArray().filter((header) => header.name.toLowerCase() === 'set-cookie');
  await page.context().addCookies(
    cookies.map(({ value: line }) => {
      const [, cookie = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      return { name: cookie, value, domain, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' as const };
    }),
  );
  await page.goto(address);
}

/** On a page that asks for the sign-in. */
export async function enterPassword(
  page: Page,
  { name, password }: Pick<SampleAccount, 'name' | 'password'>,
): Promise<void> {
  await page.getByLabel('Name or e-mail address').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Of what has the focus, as a screen reader begins to read it. */
export async function focusedText(page: Page): Promise<string> {
  return String(
    await page.evaluate("document.activeElement === document.body ? '' : document.activeElement.textContent"),
  );
}

/** The browser has an authenticator in the device from now on, whose owner is always there and always willing. */
export async function addVirtualAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const FOLDER = fileURLToPath(new URL('../../../screenshots/', import.meta.url));

/**
 * The whole page as a person sees it, in the ignored folder `screenshots`; only where somebody wants to look at them,
 * because a picture costs as much time as a page.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.LANYARD_TEST_PICTURES) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Nothing is collected of what passes, and no style sheet or media file is loaded again: the pages have no media. */
const AXE_OPTIONS = { resultTypes: ['violations'], preload: false, elementRef: false };

/** Serious and critical faults that axe finds on the page as it stands, one line each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // The page's own policy refuses scripts of others; evaluating one through the debugger is no script of the page.
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(AXE);
  const results = (await page.evaluate(`axe.run(${JSON.stringify(AXE_OPTIONS)})`)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
