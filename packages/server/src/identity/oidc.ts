import { Secret } from '@lanyard/core/secret';
import * as client from 'openid-client';
import type { Clock, Random } from '../world.ts';
import { discoveredProvider, type ProviderFetch } from './discovered-provider.ts';
import type { OidcConnection, OidcLogin, ProvenIdentity } from './identity-provider.ts';
import { checkedIdentity, requireSubject } from './oidc-claims.ts';
import { asRefusal, isGrantOver, OidcFault } from './oidc-fault.ts';

/** Every call goes to the provider within 5 s, only to public addresses. Errors: `provider-unavailable`, `assertion-refused`. */
export interface Oidc {
  /** Reads the discovery document: issuer exact, PKCE S256 offered or not said. Errors: `invalid-input` too. */
  check(connection: OidcConnection): Promise<void>;
  newLogin(): OidcLogin;
  /** Where to send the browser. `again`: the provider must ask the person, whatever session it has (prompt=login, max_age=0). */
  authorizationUrl(connection: OidcConnection, login: OidcLogin, again: boolean): Promise<string>;
  /** `callbackUrl` is the address of the callback with all that the provider added. */
  finish(connection: OidcConnection, login: OidcLogin, callbackUrl: string, again: boolean): Promise<ProvenIdentity>;
  /** Undefined where the provider says that the grant is over (`invalid_grant`): the person is gone. */
  recheck(connection: OidcConnection, refreshToken: Secret): Promise<ProvenIdentity | undefined>;
}

const RANDOM_BYTES = 32;
const SCOPES = ['openid', 'email', 'profile'] as const;
/** For a person who was to be asked again: as long as the answer to a request may take, and the clocks' difference. */
const ASKED_AGAIN_SECONDS = 660;
const CLOCK_SKEW_SECONDS = 60;

export interface OidcOptions {
  readonly fetch: ProviderFetch;
  readonly random: Random;
  readonly clock: Clock;
}

/** A relying party: authorization code with PKCE, state and nonce; ID tokens whose signature is checked (R31). */
export function createOidc(options: OidcOptions): Oidc {
  const provider = discoveredProvider(options);
  return {
    check: async (connection) => {
      await asRefusal(connection, () => provider(connection));
    },
    newLogin: () => newLogin(options.random),
    authorizationUrl: (connection, login, again) =>
      asRefusal(connection, async () => authorizationUrl(await provider(connection), connection, login, again)),
    finish: (connection, login, callbackUrl, again) =>
      asRefusal(connection, async () =>
        finish(await provider(connection), connection, login, callbackUrl, again ? options.clock.now() : undefined),
      ),
    recheck: (connection, refreshToken) =>
      asRefusal(connection, async () => recheck(await provider(connection), connection, refreshToken)),
  };
}

function newLogin(random: Random): OidcLogin {
  const text = () => Buffer.from(random.bytes(RANDOM_BYTES)).toString('base64url');
  return { state: text(), nonce: text(), codeVerifier: new Secret(text()) };
}

async function authorizationUrl(
  provider: client.Configuration,
  { redirectUri }: OidcConnection,
  { state, nonce, codeVerifier }: OidcLogin,
  again: boolean,
): Promise<string> {
  const scopes = provider.serverMetadata().scopes_supported?.includes('offline_access')
    ? [...SCOPES, 'offline_access']
    : SCOPES;
  const parameters = {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier.reveal()),
    code_challenge_method: 'S256',
    ...promptOf(again, scopes.length > SCOPES.length),
  };
  return client.buildAuthorizationUrl(provider, parameters).href;
}

/** OpenID Connect core, 11: a refresh token for a browser that is away is given with consent. */
function promptOf(again: boolean, isOffline: boolean): Readonly<Record<string, string>> {
  const prompts = [...(again ? ['login'] : []), ...(isOffline ? ['consent'] : [])];
  return { ...(prompts.length > 0 && { prompt: prompts.join(' ') }), ...(again && { max_age: '0' }) };
}

/** `askedAgainAt`: now, where the person was to be asked again. */
async function finish(
  provider: client.Configuration,
  connection: OidcConnection,
  { state, nonce, codeVerifier }: OidcLogin,
  callbackUrl: string,
  askedAgainAt: number | undefined,
): Promise<ProvenIdentity> {
  const tokens = await client.authorizationCodeGrant(provider, new URL(callbackUrl), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier.reveal(),
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new OidcFault('no ID token');
  if (askedAgainAt !== undefined) requireAskedAgain(claims.auth_time, askedAgainAt);
  return checkedIdentity(
    connection,
    claims,
    await userInfo(provider, tokens.access_token, requireSubject(claims)),
    tokens,
  );
}

function requireAskedAgain(authTime: unknown, now: number): void {
  const age = typeof authTime === 'number' ? now / 1000 - authTime : Number.NaN;
  if (age >= -CLOCK_SKEW_SECONDS && age <= ASKED_AGAIN_SECONDS) return;
  throw new OidcFault('the person was not asked again');
}

async function recheck(
  provider: client.Configuration,
  connection: OidcConnection,
  refreshToken: Secret,
): Promise<ProvenIdentity | undefined> {
  try {
    const tokens = await client.refreshTokenGrant(provider, refreshToken.reveal());
    const claims = tokens.claims();
    const said = await userInfo(provider, tokens.access_token, claims?.sub ?? client.skipSubjectCheck);
    return checkedIdentity(connection, claims ?? said ?? {}, said, tokens);
  } catch (error) {
    if (isGrantOver(error)) return undefined;
    throw error;
  }
}

async function userInfo(
  provider: client.Configuration,
  accessToken: string,
  subject: string | typeof client.skipSubjectCheck,
): Promise<client.UserInfoResponse | undefined> {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return undefined;
  return client.fetchUserInfo(provider, accessToken, subject);
}
