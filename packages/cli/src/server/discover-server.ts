import { failed, refused } from '../cli-error.ts';
import { isLoopback } from '../registry-host.ts';
import type { TokenEndpoint } from '../secrets/credential.ts';
import { requireSafeRealm, requireSameOrigin } from './require-safe-realm.ts';
import { type Answer, sendRequest } from './send-request.ts';

/** The endpoints of a Lanyard server, all on its own origin (RFC 8414). */
export interface Server {
  readonly origin: string;
  readonly deviceAuthorization: string;
  readonly token: string;
  readonly revocation: string;
}

export interface RegistryAddress {
  readonly url: string;
  readonly endpoint: TokenEndpoint;
}

/** Asks a registry for its token endpoint. Checks the answer before any secret is sent there. */
export async function discoverRegistry(host: string, proxies: NodeJS.ProcessEnv): Promise<RegistryAddress> {
  const url = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/`;
  const answer = await sendRequest({ url, proxies });
  if (answer.status === 200) throw failed(`${host} does not ask for a sign-in`, 'use it without one');
  const endpoint = endpointOf(answer);
  if (!endpoint) throw failed(`${host} does not accept access tokens`, 'check its name, or use docker login');
  requireSafeRealm(endpoint.realm, host);
  return { url, endpoint };
}

export async function discoverServer(origin: string, proxies: NodeJS.ProcessEnv): Promise<Server> {
  const { status, body } = await sendRequest({ url: `${origin}/.well-known/oauth-authorization-server`, proxies });
  if (status !== 200) throw failed(`${origin} has no browser sign-in`, 'use docker login with an access token');
  // RFC 8414, 3.3: metadata of another issuer must not be used.
  if (String(body.issuer).replace(/\/$/, '') !== origin)
    throw refused(`${origin} answers in the name of another server`);
  const endpoint = (name: string) => requireSameOrigin(String(body[name]), origin, name.replaceAll('_', ' '));
  return {
    origin,
    deviceAuthorization: endpoint('device_authorization_endpoint'),
    token: endpoint('token_endpoint'),
    revocation: endpoint('revocation_endpoint'),
  };
}

function endpointOf(answer: Answer): TokenEndpoint | undefined {
  if (answer.status !== 401) return undefined;
  const challenges = parseChallenges(answer.header('www-authenticate') ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters;
  const realm = bearer?.get('realm');
  return realm === undefined ? undefined : { realm, service: bearer?.get('service') ?? '' };
}

export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case. A map, because a hostile registry chooses the names. */
  readonly parameters: ReadonlyMap<string, string>;
}

const SCHEME = /[ \t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?=[ \t,]|$)[ \t]*/y;
const PARAMETER = /[ \t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;
const MAXIMUM_LENGTH = 8192;

/**
 * The challenges of a `WWW-Authenticate` header in order (RFC 9110, 11.6.1), up to the first that cannot be read. A
 * challenge that names a parameter twice is left out, because two readers could find two different realms in it.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  if (header.length > MAXIMUM_LENGTH) return challenges;
  let at = 0;
  for (;;) {
    SCHEME.lastIndex = at;
    const scheme = SCHEME.exec(header)?.[1];
    if (scheme === undefined) return challenges;
    const { pairs, end } = readParameters(header, SCHEME.lastIndex);
    const parameters = new Map(pairs);
    if (parameters.size === pairs.length) challenges.push({ scheme: scheme.toLowerCase(), parameters });
    at = end;
  }
}

function readParameters(header: string, start: number) {
  const pairs: [string, string][] = [];
  let end = start;
  for (;;) {
    PARAMETER.lastIndex = end;
    const [, name, quoted, plain] = PARAMETER.exec(header) ?? [];
    if (name === undefined) return { pairs, end };
    pairs.push([name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '']);
    end = PARAMETER.lastIndex;
  }
}
