import { AsyncLocalStorage } from 'node:async_hooks';
import { Secret } from '@lanyard/core/secret';
import * as client from 'openid-client';
import type { Clock, Random } from '../world.ts';
import { discoveredProvider, type ProviderFetch } from './discovered-provider.ts';
import type { OidcConnection, OidcLogin, ProvenIdentity } from './identity-provider.ts';
import { checkedIdentity, requireSubject } from './oidc-claims.ts';
import { asRefusal, causeOf, isGrantOver, OidcFault } from './oidc-fault.ts';

/**
 * Every request to the provider has 5 s, all requests of one call have 10 s together, and they go only to public
 * addresses. Errors: `provider-unavailable`, `assertion-refused`.
 */
export interface Oidc {
  /**
   * Reads the discovery document. The issuer must match exactly, and PKCE S256 must be offered or not mentioned.
   * Errors: also `invalid-input`.
   */
  check(connection: OidcConnection): Promise<void>;
  newLogin(): OidcLogin;
  /** Where to send the browser. */
  authorizationUrl(connection: OidcConnection, login: OidcLogin, wanted: Wanted): Promise<string>;
  /** Whether the provider issues refresh tokens at all, as far as it says. */
  givesRefreshTokens(connection: OidcConnection): Promise<boolean>;
  /** `callbackUrl` is the address of the callback with all parameters from the provider. */
  finish(connection: OidcConnection, login: OidcLogin, callbackUrl: string, again: boolean): Promise<ProvenIdentity>;
  /** Never rejects. Every outcome is an answer. */
  recheck(connection: OidcConnection, refreshToken: Secret): Promise<RecheckAnswer>;
}

/** What the provider must ask the person. */
export interface Wanted {
  /** To authenticate again, even with an existing session there. */
  readonly again: boolean;
  /** To agree that this server may ask the provider about them later. */
  readonly consent: boolean;
  /** The person authenticated a moment ago, and goes back only for consent. */
  readonly isProvenNow?: boolean;
}

/** The provider's answer to the question whether a person is still there. */
export type RecheckAnswer =
  | { readonly type: 'there'; readonly identity: ProvenIdentity }
  /** The provider answered `invalid_grant`. */
  | { readonly type: 'gone'; readonly cause: string }
  /**
   * Any other failure. `isNetwork`: the provider was not reached. `refreshToken`: the provider replaced the one that was
   * sent before it failed.
   */
  | {
      readonly type: 'failed';
      readonly cause: string;
      readonly isNetwork: boolean;
      readonly refreshToken?: Secret | undefined;
    };

const RANDOM_BYTES = 32;
const SCOPES = ['openid', 'email', 'profile'] as const;
/** Some providers send groups only if the request asks for this scope. */
const WHERE_OFFERED = ['offline_access', 'groups'] as const;
/** Google has its own parameter for refresh tokens, and does not list the scope. */
const GOOGLE = 'https://accounts.google.com';
/**
 * For a person who must authenticate again: the longest time that an answer can take, plus the difference of the
 * clocks.
 */
const ASKED_AGAIN_SECONDS = 660;
const CLOCK_SKEW_SECONDS = 60;

/** A sign-in can need the discovery document, a token, the keys and userinfo. Somebody waits for all of them. */
const CALL_MILLISECONDS = 10_000;

export interface OidcOptions {
  readonly fetch: ProviderFetch;
  readonly callMilliseconds?: number;
  readonly random: Random;
  readonly clock: Clock;
}

/** A relying party: authorization code with PKCE, state and nonce. The signatures of ID tokens are checked (R31). */
export function createOidc(options: OidcOptions): Oidc {
  const { callMilliseconds = CALL_MILLISECONDS } = options;
  // The library passes no signal of ours through its own calls.
  const deadline = new AsyncLocalStorage<AbortSignal>();
  const inTime = <Result>(work: () => Promise<Result>) => deadline.run(AbortSignal.timeout(callMilliseconds), work);
  const provider = discoveredProvider({
    ...options,
    fetch: (url, request) => options.fetch(url, { ...request, signal: deadline.getStore() }),
  });
  return {
    check: async (connection) => {
      await inTime(() => asRefusal(connection, () => provider(connection)));
    },
    newLogin: () => newLogin(options.random),
    authorizationUrl: (connection, login, wanted) =>
      inTime(() =>
        asRefusal(connection, async () => authorizationUrl(await provider(connection), connection, login, wanted)),
      ),
    givesRefreshTokens: (connection) =>
      inTime(() => asRefusal(connection, async () => isOffline(await provider(connection)))),
    finish: (connection, login, callbackUrl, again) =>
      inTime(() =>
        asRefusal(connection, async () =>
          finish(await provider(connection), connection, login, {
            callbackUrl,
            askedAgainAt: again ? options.clock.now() : undefined,
          }),
        ),
      ),
    recheck: (connection, refreshToken) => inTime(() => answerOf(provider, connection, refreshToken)),
  };
}

async function answerOf(
  provider: (connection: OidcConnection) => Promise<client.Configuration>,
  connection: OidcConnection,
  refreshToken: Secret,
): Promise<RecheckAnswer> {
  let replaced: Secret | undefined;
  try {
    const found = await provider(connection);
    const tokens = await client.refreshTokenGrant(found, refreshToken.reveal());
    replaced = tokens.refresh_token === undefined ? undefined : new Secret(tokens.refresh_token);
    return { type: 'there', identity: await rechecked(found, connection, tokens) };
  } catch (error) {
    const { cause, isNetwork } = causeOf(error);
    // Only about the refresh token. The provider has already accepted it if there is a new one.
    if (isGrantOver(error)) return { type: 'gone', cause };
    return { type: 'failed', cause, isNetwork, refreshToken: replaced };
  }
}

function newLogin(random: Random): OidcLogin {
  const text = () => Buffer.from(random.bytes(RANDOM_BYTES)).toString('base64url');
  return { state: text(), nonce: text(), codeVerifier: new Secret(text()) };
}

async function authorizationUrl(
  provider: client.Configuration,
  { redirectUri }: OidcConnection,
  { state, nonce, codeVerifier }: OidcLogin,
  wanted: Wanted,
): Promise<string> {
  const { issuer, scopes_supported: offered = [] } = provider.serverMetadata();
  const parameters = {
    redirect_uri: redirectUri,
    scope: [...SCOPES, ...WHERE_OFFERED.filter((scope) => offered.includes(scope))].join(' '),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier.reveal()),
    code_challenge_method: 'S256',
    ...(issuer === GOOGLE && { access_type: 'offline' }),
    ...promptOf(wanted),
  };
  return client.buildAuthorizationUrl(provider, parameters).href;
}

function isOffline(provider: client.Configuration): boolean {
  const { issuer, scopes_supported: offered = [] } = provider.serverMetadata();
  return offered.includes('offline_access') || issuer === GOOGLE;
}

/** A person who goes back only for consent does not have to authenticate twice. */
function promptOf({ again, consent, isProvenNow = false }: Wanted): Readonly<Record<string, string>> {
  if (again && isProvenNow) return { prompt: 'consent', max_age: String(ASKED_AGAIN_SECONDS) };
  const prompts = [...(again ? ['login'] : []), ...(consent ? ['consent'] : [])];
  return { ...(prompts.length > 0 && { prompt: prompts.join(' ') }), ...(again && { max_age: '0' }) };
}

interface ComeBack {
  readonly callbackUrl: string;
  /** The current time, if the person must authenticate again. */
  readonly askedAgainAt: number | undefined;
}

async function finish(
  provider: client.Configuration,
  connection: OidcConnection,
  { state, nonce, codeVerifier }: OidcLogin,
  { callbackUrl, askedAgainAt }: ComeBack,
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

async function rechecked(
  provider: client.Configuration,
  connection: OidcConnection,
  tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
): Promise<ProvenIdentity> {
  const claims = tokens.claims();
  const said = await userInfo(provider, tokens.access_token, claims?.sub ?? client.skipSubjectCheck);
  return checkedIdentity(connection, claims ?? said ?? {}, said, tokens);
}

async function userInfo(
  provider: client.Configuration,
  accessToken: string,
  subject: string | typeof client.skipSubjectCheck,
): Promise<client.UserInfoResponse | undefined> {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return undefined;
  return client.fetchUserInfo(provider, accessToken, subject);
}
