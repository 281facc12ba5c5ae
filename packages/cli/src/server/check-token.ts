import type { Credential, TokenEndpoint } from '../secrets/credential.ts';
import { reasonOf } from './refusal.ts';
import { requireSafeRealm } from './require-safe-realm.ts';
import { type Answer, sendRequest } from './send-request.ts';

export type CheckedCredential = Credential & { readonly endpoint: TokenEndpoint };

export interface TokenRequestOptions {
  readonly proxies: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** Whether the account's organizations are to be told, too. */
  readonly asksOrganizations?: boolean;
}

/** Asks a token endpoint for a registry token without rights, in the name of the credential. */
export async function requestRegistryToken(
  host: string,
  { account, secret, endpoint }: CheckedCredential,
  { asksOrganizations = false, ...options }: TokenRequestOptions,
): Promise<Answer> {
  const url = requireSafeRealm(endpoint.realm, host);
  url.searchParams.set('service', endpoint.service);
  url.searchParams.set('account', account);
  if (asksOrganizations) url.searchParams.set('organizations', 'true');
  return sendRequest({ url: url.href, basic: { account, secret }, ...options });
}

export interface Refusal {
  /** The server's own words. */
  readonly text: string;
  /** A deactivated token may be activated again: it is worth keeping. */
  readonly isPassing: boolean;
}

/** Those that the account belongs to now; undefined where the server does not tell. */
export function organizationsIn({ status, body: { organizations } }: Answer): readonly string[] | undefined {
  return status === 200 && Array.isArray(organizations) ? organizations.map(String) : undefined;
}

/** Why the server refuses a credential, or undefined where it does not; anything but its own clear word is no refusal. */
export function refusalIn(answer: Answer): Refusal | undefined {
  const { errors } = answer.body;
  if (answer.status !== 401 || !Array.isArray(errors)) return undefined;
  const [first] = errors as readonly { readonly detail?: { readonly reason?: unknown } | null }[];
  return { text: reasonOf(answer), isPassing: first?.detail?.reason === 'token-inactive' };
}
