import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { SampleAccount } from '../lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../lanyard/start-lanyard.ts';
import { chromiumExecutable } from '../programs/installed-programs.ts';

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The browser's complaints: what the content policy refused, errors of scripts, and faults of the server. */
  readonly complaints: string[];
}

export interface Chromium {
  /** A new person with their own cookies. */
  open(lanyard: Lanyard, options?: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

// Debian's start script would read flags from the home folder. The other settings stop the browser from contacting its
// maker.
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
  const executablePath = chromiumExecutable();
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
    // The page itself reports a refused request.
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

/** Opens a page signed in, as quickly as one page. The sign-in page has its own tests, with `enterPassword`. */
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

/** For a page that asks for a sign-in. */
export async function enterPassword(
  page: Page,
  { name, password }: Pick<SampleAccount, 'name' | 'password'>,
): Promise<void> {
  await page.getByLabel('Name or e-mail address').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The text of the element with the focus, as a screen reader begins to read it. */
export async function focusedText(page: Page): Promise<string> {
  return String(
    await page.evaluate("document.activeElement === document.body ? '' : document.activeElement.textContent"),
  );
}

/** Gives the browser an authenticator in the device. Its owner is always there and agrees. */
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
 * Takes a picture of the whole page, in the ignored folder `screenshots`, but only if somebody wants pictures, because
 * each costs as much time as a page.
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

/** Does not collect what passes, and loads no style sheet or media file again, because the pages have no media. */
const AXE_OPTIONS = { resultTypes: ['violations'], preload: false, elementRef: false, selectors: false };

/** Each rule has one weight. The rules that cannot find a serious fault are not run. */
const RUN_AXE = `axe.run({
  ...${JSON.stringify(AXE_OPTIONS)},
  rules: Object.fromEntries(
    axe._audit.rules
      .filter(({ impact }) => impact === 'minor' || impact === 'moderate')
      .map(({ id }) => [id, { enabled: false }]),
  ),
})`;

/** Half of a change from one colour to another has a contrast that nobody reads. */
const END_TRANSITIONS = `for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();`;

const settledIn = (colorScheme: string) => `(async () => {
  const root = document.documentElement;
  const isSettled = () =>
    (root.dataset.mantineColorScheme ?? '${colorScheme}') === '${colorScheme}' && root.scrollWidth <= root.clientWidth;
  const end = performance.now() + 1_000;
  do await new Promise(requestAnimationFrame);
  while (!isSettled() && performance.now() < end);
  ${END_TRANSITIONS}
})()`;

/**
 * Gives the page a size and a scheme, and waits up to a second until it has them, because charts are drawn again, and
 * colours change gradually from one scheme to the other.
 */
export async function setLook(page: Page, { colorScheme, viewport }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  await page.evaluate(settledIn(colorScheme));
}

/** Serious and critical faults that axe finds on the current page, one on each line. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(END_TRANSITIONS);
  // The page's own policy refuses scripts of others. Code from the debugger does not count as a script of the page.
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(AXE);
  const results = (await page.evaluate(RUN_AXE)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const LOOKS = [
  { name: 'light-wide', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark-phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { name: 'dark-wide', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'light-phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/**
 * Looks for faults of accessibility in what the page shows, light and wide as well as dark and narrow; if somebody wants
 * pictures, in the other two looks as well. The page is light and wide afterwards.
 */
export async function inFourLooks(page: Page, name: string): Promise<void> {
  const faults: string[] = [];
  for (const { name: look, colorScheme, viewport } of process.env.LANYARD_TEST_PICTURES ? LOOKS : LOOKS.slice(0, 2)) {
    await setLook(page, { colorScheme, viewport });
    await takePicture(page, `${name}-${look}`);
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${look}: ${fault}`));
  }
  await page.setViewportSize(LOOKS[0].viewport);
  await page.emulateMedia({ colorScheme: LOOKS[0].colorScheme });
  if (faults.length > 0) throw new Error(`${name} has faults: ${faults.join('; ')}`);
}
