import { openActivationPage } from '../../support/lanyard/activation-page.ts';
import type { Browser } from '../../support/lanyard/browser.ts';

/** A whole browser sign-in of another machine, with no program; gives its auto-generated token. */
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
