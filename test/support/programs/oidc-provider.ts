import { fileURLToPath } from 'node:url';
import { freePort } from './serve-http.ts';
import { startProcess } from './start-process.ts';

export interface ProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface ProviderPerson {
  /** The text to type on the provider's page. */
  readonly login: string;
  readonly subject: string;
  readonly email?: string;
  /** Default: true. */
  readonly isEmailVerified?: boolean;
  readonly groups?: readonly string[];
}

/**
 * `standard`: RFC 6749. `dex`: 400 `invalid_request` for an invalid token, 500 for a removed person. `page`: HTML of a
 * proxy, for everybody. `failing`: an internal error, for everybody.
 */
export type RefreshManner = 'standard' | 'dex' | 'page' | 'failing';

export interface OidcProvider {
  /** `http://localhost:PORT`, which is also the issuer. */
  readonly issuer: string;
  /** `http://localhost:PORT`, in the form in which an operator permits it. */
  readonly host: string;
  putClient(client: ProviderClient): Promise<void>;
  /** Adds the person, or replaces the one with the same login. */
  putPerson(person: ProviderPerson): Promise<void>;
  removePerson(login: string): Promise<void>;
  /** How it answers refresh tokens from now on. */
  answerRefreshes(manner: RefreshManner): Promise<void>;
  /**
   * Goes from an authorization address through the login page. Returns the address to which the provider finally sends
   * the browser.
   */
  signIn(authorizationUrl: string, login: string): Promise<string>;
  stop(): Promise<void>;
}

const PROCESS = fileURLToPath(new URL('oidc-provider-process.ts', import.meta.url));

/** A certified OpenID provider in its own process. */
export async function startOidcProvider(givenPort?: number): Promise<OidcProvider> {
  const port = givenPort ?? (await freePort());
  const issuer = `http://localhost:${port}`;
  const server = await startProcess(process.execPath, [PROCESS, String(port)], { ready: /^serves/m });
  const clients = new Map<string, ProviderClient>();
  const people = new Map<string, ProviderPerson>();
  let refreshes: RefreshManner = 'standard';
  const tell = async () => {
    const body = JSON.stringify({ clients: [...clients.values()], people: [...people.values()], refreshes });
    const { status } = await fetch(`${issuer}/control`, { method: 'POST', body });
    if (status !== 204) throw new Error(`the provider's control answered ${status}`);
  };
  return {
    issuer,
    host: issuer,
    putClient: (client) => {
      clients.set(client.clientId, client);
      return tell();
    },
    putPerson: (person) => {
      people.set(person.login, person);
      return tell();
    },
    removePerson: (login) => {
      people.delete(login);
      return tell();
    },
    answerRefreshes: (manner) => {
      refreshes = manner;
      return tell();
    },
    signIn: (url, login) => walk(issuer, url, login),
    stop: () => server.stop(),
  };
}

/** Like a browser without a session there. */
async function walk(issuer: string, start: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let address = start;
  for (let step = 0; step < 12; step += 1) {
    if (!address.startsWith(`${issuer}/`)) return address;
    const isPage = new URL(address).pathname.startsWith('/interaction/');
    const answer = await visitWithCookies(
      cookies,
      address,
      isPage ? new URLSearchParams({ login }).toString() : undefined,
    );
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`the provider answered ${answer.status} ${await answer.text()}`);
    address = new URL(location, address).href;
  }
  throw new Error('the provider never sent the browser back');
}

/** One request of a browser that keeps its cookies and follows no redirect. A body is a form. */
export async function visitWithCookies(
  cookies: Map<string, string>,
  address: string,
  body: string | undefined,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', ...(body !== undefined && form) },
    ...(body !== undefined && { method: 'POST', body }),
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  return answer;
}
