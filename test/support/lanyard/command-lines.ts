import type { SampleAccount } from './accounts.ts';
import { type Answer, type Browser, createBrowser } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const CLIENT_ID = 'test-command-line';

export interface FormAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** Sends a form without a cookie and an origin, like a command line. */
export async function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<FormAnswer> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

export interface SampleCommandLine {
  readonly accessToken: string;
  readonly refreshToken: string;
  /**
   * Creates the auto-generated token of this sign-in and returns its secret. It also works at another server of the
   * same database.
   */
  generate(server?: Lanyard): Promise<string>;
  refresh(refreshToken?: string): Promise<FormAnswer>;
  revoke(refreshToken?: string): Promise<FormAnswer>;
}

/** What a command line can send besides its client. docker's own sends none of it. */
interface AskedByCommandLine {
  readonly scope?: string;
  readonly registry?: string;
}

/** A whole device login, approved in the account's browser. */
export async function sampleCommandLine(
  lanyard: Lanyard,
  account: SampleAccount,
  userAgent = 'docker-cli:28_2_2:linux-amd64',
  asked: AskedByCommandLine = {},
): Promise<SampleCommandLine> {
  const headers = { 'user-agent': userAgent };
  const form = { client_id: CLIENT_ID, ...asked };
  const opened = await postForm(`${lanyard.url}/oauth/device/code`, form, headers);
  await approve(account, opened.body.user_code);
  const redeem = { client_id: CLIENT_ID, grant_type: DEVICE_GRANT, device_code: opened.body.device_code };
  const { status, body } = await postForm(`${lanyard.url}/oauth/token`, redeem, headers);
  if (status !== 200) throw new Error(`redemption answered ${status} ${body.error}`);
  return {
    accessToken: body.access_token,
    refreshToken: body.refresh_token,
    generate: (server = lanyard) => generate(server, body.access_token),
    refresh: (token = body.refresh_token) =>
      postForm(`${lanyard.url}/oauth/token`, {
        client_id: CLIENT_ID,
        grant_type: 'refresh_token',
        refresh_token: token,
      }),
    revoke: (token = body.refresh_token) => postForm(`${lanyard.url}/oauth/revoke`, { client_id: CLIENT_ID, token }),
  };
}

export async function approve(account: SampleAccount, userCode: string, decision = 'approved'): Promise<number> {
  await enterCode(account.browser, userCode);
  return (await postCode(account.browser, { user_code: userCode, decision })).status;
}

/**
 * What the page does after *Continue*: it looks up the code, and the code then belongs to the first session that does
 * so.
 */
export function enterCode(
  browser: Browser,
  userCode: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return postCode(browser, { user_code: userCode }, headers);
}

function postCode(
  browser: Browser,
  fields: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...more };
  return browser.request('POST', '/activate', { body: new URLSearchParams(fields).toString(), headers });
}

async function generate(lanyard: Lanyard, accessToken: string): Promise<string> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await createBrowser(lanyard.url).request('POST', '/v2/access-tokens/desktop-generate', { headers });
  if (answer.status !== 201) throw new Error(`generation answered ${answer.status}`);
  return answer.body.data.token;
}

export interface ActivationPage {
  /** The text that a person reads, without the markup. */
  readonly text: string;
  approve(): Promise<Answer>;
  refuse(): Promise<Answer>;
}

/**
 * Opens the link of a command line and continues, like a person who is signed in. Throws the text of the page if that
 * fails.
 */
export async function openActivationPage(browser: Browser, url: string): Promise<ActivationPage> {
  const { pathname, search } = new URL(url);
  const { html: first } = await shownPage(browser.get(`${pathname}${search}`));
  const { html, text } = await shownPage(submit(browser, pathname, first, /^continue$/i));
  const press = (label: RegExp) => submit(browser, pathname, html, label);
  return { text, approve: () => press(/^approve$/i), refuse: () => press(/^refuse$/i) };
}

async function shownPage(asked: Promise<Answer>): Promise<{ readonly html: string; readonly text: string }> {
  const { status, body } = await asked;
  const html = String(body);
  if (status !== 200) throw new Error(`the activation page answered ${status}: ${textOf(html)}`);
  return { html, text: textOf(html) };
}

/** Like a browser: sends every field of the button's form, and the button itself. */
function submit(browser: Browser, page: string, html: string, label: RegExp): Promise<Answer> {
  for (const [form = ''] of html.matchAll(/<form\b.*?<\/form>/gs)) {
    const button = [...form.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].find(([, , name = '']) =>
      label.test(textOf(name)),
    );
    if (!button) continue;
    const fields = [...form.matchAll(/<input\b([^>]*)>/g), button].map(
      ([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const,
    );
    const named = fields.filter(([name]) => name !== '').map(([name, value]): [string, string] => [name, value]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(named).toString();
    return browser.request('POST', attribute(form, 'action') || page, { body, headers });
  }
  throw new Error(`the activation page has no button ${label}: ${textOf(html)}`);
}

/** The attribute of the first tag in the text. Empty if it is missing. */
function attribute(tag: string, name: string): string {
  const [first = ''] = tag.split('>');
  return decode(new RegExp(`\\s${name}="([^"]*)"`).exec(first)?.[1] ?? '');
}

function textOf(html: string): string {
  return decode(html.replace(/<(style|script|title)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The page escapes characters by their number. */
function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));
}
