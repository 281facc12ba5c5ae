import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Browser } from '../lanyard/browser.ts';
import { openActivationPage } from '../lanyard/command-lines.ts';
import { freePort } from '../programs/serve-http.ts';

/** Decides about each page that a program opens, in a browser that is signed in. */
export interface PersonAtBrowser {
  /** The address to which the programs' browser reports. */
  readonly url: string;
  /** What to do with the next pages. By default, it approves them. */
  decision: 'approve' | 'refuse';
  readonly pages: readonly string[];
  stop(): Promise<void>;
}

/** `arrive`: signs in, once a page is opened. */
export async function personAtBrowser(
  browser: Browser,
  arrive: (page: string) => Promise<void> = async () => undefined,
): Promise<PersonAtBrowser> {
  const port = await freePort();
  const pages: string[] = [];
  const person: PersonAtBrowser = {
    url: `http://127.0.0.1:${port}/`,
    decision: 'approve',
    pages,
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(async (request, response) => {
    const page = await text(request);
    pages.push(page);
    await arrive(page);
    const activation = await openActivationPage(browser, page);
    await activation[person.decision]();
    response.end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return person;
}

/** A complete browser sign-in of another machine, without a program. Returns its auto-generated token. */
export async function signInElsewhere(url: string, browser: Browser): Promise<string> {
  const client = { client_id: 'lanyard-cli' };
  const code = await post(`${url}/oauth/device/code`, { ...client, scope: 'openid offline_access' });
  await (await openActivationPage(browser, String(code.verification_uri_complete))).approve();
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(code.device_code) };
  const { access_token: access } = await post(`${url}/oauth/token`, { ...client, ...grant });
  const headers = { authorization: `Bearer ${access}` };
  const { data } = await post(`${url}/v2/access-tokens/desktop-generate`, undefined, headers);
  return (data as { readonly token: string }).token;
}

async function post(url: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const body = form && new URLSearchParams(form);
  const answer = await fetch(url, { method: 'POST', headers, ...(body && { body }) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
