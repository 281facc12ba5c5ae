import type { DnsServer } from '../programs/start-dns-server.ts';
import type { OidcProvider } from '../programs/start-oidc-provider.ts';
import type { Answer, Browser } from './browser.ts';
import { type SampleDirectory, sampleDirectory } from './sample-directory.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleOpenId extends SampleDirectory {
  /** The address that the browser is sent to. */
  begin(browser: Browser, query?: Readonly<Record<string, string>>): Promise<string>;
  /** Back at our callback with the address that the provider gave. */
  comeBack(browser: Browser, callbackUrl: string): Promise<Answer>;
  /** The whole way there and back. */
  signOn(browser: Browser, login: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** An organization with a proven domain, connected with the provider by OpenID Connect. */
export async function sampleOpenId(
  lanyard: Lanyard,
  dns: DnsServer,
  provider: OidcProvider,
  groupTeams: readonly { readonly group: string; readonly team: string }[] = [],
): Promise<SampleOpenId> {
  const directory = await sampleDirectory(lanyard, dns);
  const { path, name, owner } = directory.organization;
  const client = { clientId: `lanyard-of-${name}`, clientSecret: `secret-of-${name}-at-the-provider` };
  await provider.putClient({ ...client, redirectUri: `${lanyard.services.publicUrl}/sso/${name}/callback` });
  const connection = { protocol: 'oidc', issuer: provider.issuer, ...client, groupTeams };
  const { status, body } = await owner.browser.put(`${path}/single-sign-on`, connection);
  if (status !== 200)
    throw new Error(`the connection answered ${status} ${JSON.stringify(body)} ${lanyard.logs().slice(-2000)}`);
  const begin = async (browser: Browser, query = {}) => {
    const answer = await browser.get(`/sso/${name}/start?${new URLSearchParams(query)}`);
    if (answer.status !== 303) throw new Error(`the start answered ${answer.status}`);
    return answer.headers.get('location') ?? '';
  };
  const comeBack = (browser: Browser, callbackUrl: string) => {
    const { pathname, search } = new URL(callbackUrl);
    return browser.get(`${pathname}${search}`);
  };
  const signOn = async (browser: Browser, login: string, query = {}) =>
    comeBack(browser, await provider.signIn(await begin(browser, query), login));
  return { ...directory, begin, comeBack, signOn };
}
