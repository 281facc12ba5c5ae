import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Lanyard } from '../support/lanyard/start-lanyard.ts';
import { executableOf } from '../support/programs/available-programs.ts';

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
