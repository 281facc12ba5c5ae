import { failed, refused } from '../cli-error.ts';
import { isLoopback } from '../registry-host.ts';
import type { TokenEndpoint } from '../secrets/credential.ts';
import { parseChallenges } from './parse-challenge.ts';
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

/** Asks a registry who decides about it, and checks the answer before anything secret goes there. */
export async function discoverRegistry(host: string, proxies: NodeJS.ProcessEnv): Promise<RegistryAddress> {
  const url = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/`;
  const answer = await sendRequest({ url, proxies });
  if (answer.status === 200) throw failed(`${host} asks nobody to sign in`, 'use it without');
  const endpoint = endpointOf(answer);
  if (!endpoint) throw failed(`${host} does not take access tokens`, 'check its name, or use docker login');
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
