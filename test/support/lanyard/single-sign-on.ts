import type { DnsServer } from '../programs/dns-server.ts';
import type { OidcProvider } from '../programs/oidc-provider.ts';
import type { Answer, Browser } from './browser.ts';
import { type SampleDirectory, sampleDirectory } from './directory.ts';
import {
  type AuthnRequest,
  type Bend,
  readAuthnRequest,
  type SoftwareIdentityProvider,
  softwareIdentityProvider,
} from './software-identity-provider.ts';
import type { Lanyard } from './start-lanyard.ts';

/** A person whom the provider signs in. */
export interface Person {
  /** The NameID. */
  readonly subject: string;
  readonly email?: string;
  readonly groups?: readonly string[];
}

export interface SampleSingleSignOn extends SampleDirectory {
  readonly provider: SoftwareIdentityProvider;
  /** Starts in a browser. Returns the request to the provider. */
  begin(browser: Browser, query?: Readonly<Record<string, string>>): Promise<AuthnRequest>;
  /** Posts a response from the provider's page. `response` is base64. */
  post(
    browser: Browser,
    request: AuthnRequest,
    response: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** The whole way to the provider and back. */
  singleSignOn(browser: Browser, person: Person, query?: Readonly<Record<string, string>>): Promise<Answer>;
  respond(request: AuthnRequest, person: Person, bend?: Bend): string;
}

/** An organization with a proven domain, a SCIM token and a SAML identity provider, which a browser finds at `signOnUrl`. */
export async function sampleSingleSignOn(
  lanyard: Lanyard,
  dns: DnsServer,
  groupTeams: readonly { readonly group: string; readonly team: string }[] = [],
  signOnUrl?: string,
): Promise<SampleSingleSignOn> {
  const directory = await sampleDirectory(lanyard, dns);
  const { path, name, owner } = directory.organization;
  const provider = await softwareIdentityProvider(undefined, signOnUrl);
  const connection = { protocol: 'saml', metadata: provider.metadata(), groupTeams };
  const { status, body } = await owner.browser.put(`${path}/single-sign-on`, connection);
  if (status !== 200) throw new Error(`the connection answered ${status} ${JSON.stringify(body)}`);
  const begin = async (browser: Browser, query = {}) => {
    const answer = await browser.get(`/sso/${name}/start?${new URLSearchParams(query)}`);
    if (answer.status !== 303) throw new Error(`the start answered ${answer.status}`);
    return readAuthnRequest(answer.headers.get('location') ?? '');
  };
  const post = (browser: Browser, { relayState = '' }: AuthnRequest, response: string, more = {}) => {
    const body = new URLSearchParams({ SAMLResponse: response, RelayState: relayState }).toString();
    const form = 'application/x-www-form-urlencoded';
    const headers = { 'content-type': form, origin: 'https://idp.example.org', ...more };
    return browser.request('POST', `/sso/${name}/acs`, { body, headers });
  };
  const respond = (request: AuthnRequest, { subject, email, groups }: Person, bend: Bend = {}) => {
    const attributes = { ...(email !== undefined && { mail: [email] }), ...(groups && { groups: [...groups] }) };
    const assertion = { nameId: subject, attributes, ...bend.assertion };
    return provider.respond(request, { now: lanyard.clock.now(), ...bend, assertion });
  };
  const singleSignOn = async (browser: Browser, person: Person, query = {}) => {
    const request = await begin(browser, query);
    return post(browser, request, respond(request, person));
  };
  return { ...directory, provider, begin, post, singleSignOn, respond };
}

export interface SampleOpenId extends SampleDirectory {
  /** The address to which the browser is sent. */
  begin(browser: Browser, query?: Readonly<Record<string, string>>): Promise<string>;
  /** Returns to our callback with the provider's address. */
  comeBack(browser: Browser, callbackUrl: string): Promise<Answer>;
  /** The whole way to the provider and back. */
  singleSignOn(browser: Browser, login: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** An organization with a proven domain, connected to the provider by OpenID Connect. */
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
  const singleSignOn = async (browser: Browser, login: string, query = {}) => {
    const answer = await comeBack(browser, await provider.signIn(await begin(browser, query), login));
    const location = answer.headers.get('location') ?? '';
    // Needed once for each connection, because this provider sends a refresh token only with consent.
    return location.startsWith(provider.issuer) ? comeBack(browser, await provider.signIn(location, login)) : answer;
  };
  return { ...directory, begin, comeBack, singleSignOn };
}
