import * as client from 'openid-client';
import type { Clock } from '../world.ts';
import type { OidcConnection } from './identity-provider.ts';

import { OidcFault } from './oidc-fault.ts';

/** Fetches addresses that a provider names. The caller passes a guarded function. */
export type ProviderFetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<Response>;

const KEPT_MILLISECONDS = 600_000;
const MAXIMUM_KEPT = 200;
const CLOCK_SKEW_SECONDS = 60;
/** Never a shared secret or `none`: only the provider itself must be able to sign (attack 3). */
const ALGORITHM = /^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/;

interface Kept {
  readonly configuration: client.Configuration;
  readonly until: number;
}

/** A provider's discovery document, read again after 10 minutes. Its keys are loaded when they are needed. */
export function discoveredProvider({ fetch, clock }: { readonly fetch: ProviderFetch; readonly clock: Clock }) {
  const kept = new Map<string, Kept>();
  return async (connection: OidcConnection): Promise<client.Configuration> => {
    const key = JSON.stringify([connection.issuer, connection.clientId, connection.clientSecret.reveal()]);
    const found = kept.get(key);
    if (found && found.until > clock.now()) return found.configuration;
    const configuration = await discover(connection, fetch);
    if (kept.size >= MAXIMUM_KEPT) kept.clear();
    kept.set(key, { configuration, until: clock.now() + KEPT_MILLISECONDS });
    return configuration;
  };
}

async function discover(
  { issuer, clientId, clientSecret }: OidcConnection,
  fetch: ProviderFetch,
): Promise<client.Configuration> {
  const options = {
    [client.customFetch]: (url: string, { method, headers, body }: client.CustomFetchOptions) =>
      fetch(url, { method, headers, ...(body != null && { body: String(body) }) }),
    // The guard requires https, because only the guard knows what the operator permits.
    execute: [client.allowInsecureRequests],
  };
  const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), options);
  const metadata = acceptable(found.serverMetadata(), issuer);
  const configuration = new client.Configuration(
    metadata,
    clientId,
    {
      client_secret: clientSecret.reveal(),
      [client.clockTolerance]: CLOCK_SKEW_SECONDS,
    },
    authenticationOf(metadata, clientSecret.reveal()),
  );
  configuration[client.customFetch] = options[client.customFetch];
  client.allowInsecureRequests(configuration);
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** The provider's own metadata without algorithms that are not accepted, so the client uses one of the others. */
function acceptable(metadata: client.ServerMetadata, issuer: string): client.ServerMetadata {
  if (metadata.issuer !== issuer) throw new OidcFault('the issuer differs, perhaps only by a slash');
  requirePkce(metadata);
  requireWebPage(metadata, issuer);
  const { id_token_signing_alg_values_supported: offered = ['RS256'] } = metadata;
  const algorithms = offered.filter((name) => ALGORITHM.test(name));
  if (algorithms.length === 0) throw new OidcFault('it signs ID tokens with no algorithm that is accepted');
  return { ...metadata, id_token_signing_alg_values_supported: algorithms };
}

/** RFC 8414, section 2: if a provider leaves out the methods, nothing is known about them. */
function requirePkce({ code_challenge_methods_supported: methods }: client.ServerMetadata): void {
  if (methods === undefined || methods.includes('S256')) return;
  throw new OidcFault('it does not support PKCE with S256');
}

/** The browser goes there directly, so the guard for our own requests does not check it. */
function requireWebPage({ authorization_endpoint: address }: client.ServerMetadata, issuer: string): void {
  const protocol = URL.parse(address ?? '')?.protocol;
  if (protocol === 'https:' || protocol === new URL(issuer).protocol) return;
  throw new OidcFault('its authorization endpoint is no https address');
}

/**
 * Uses the form if the provider offers it, because products encode a secret in a Basic header in different ways (RFC
 * 6749, 2.3.1).
 */
function authenticationOf(
  { token_endpoint_auth_methods_supported: offered }: client.ServerMetadata,
  clientSecret: string,
): client.ClientAuth {
  const isPostOffered = offered?.includes('client_secret_post') ?? false;
  return isPostOffered ? client.ClientSecretPost(clientSecret) : client.ClientSecretBasic(clientSecret);
}
