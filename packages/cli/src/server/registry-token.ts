import { Secret } from '@lanyard/core/secret';
import { refused } from '../cli-error.ts';
import type { Credential, TokenEndpoint } from '../secrets/credential.ts';
import { reasonOf, refusal } from './refusal.ts';
import { requireSafeRealm } from './require-safe-realm.ts';
import { type Answer, sendRequest } from './send-request.ts';

export type CheckedCredential = Credential & { readonly endpoint: TokenEndpoint };

export interface TokenRequestOptions {
  readonly proxies: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** Whether to ask for the account's organizations too. */
  readonly asksOrganizations?: boolean;
}

/** Uses the credential to ask a token endpoint for a registry token without rights. */
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
  /** The server's own text. */
  readonly text: string;
  /** A deactivated token can be activated again, so it is kept. */
  readonly isPassing: boolean;
}

/** The account's current organizations. Undefined if the server does not send them. */
export function organizationsIn({ status, body: { organizations } }: Answer): readonly string[] | undefined {
  return status === 200 && Array.isArray(organizations) ? organizations.map(String) : undefined;
}

/** Why the server refuses a credential. Undefined for every answer that is not a clear refusal. */
export function refusalIn(answer: Answer): Refusal | undefined {
  const { errors } = answer.body;
  if (answer.status !== 401 || !Array.isArray(errors)) return undefined;
  const [first] = errors as readonly { readonly detail?: { readonly reason?: unknown } | null }[];
  return { text: reasonOf(answer), isPassing: first?.detail?.reason === 'token-inactive' };
}

/** Does the same as docker will do, so that a successful login also works at the registry. */
export async function proveLogin(
  host: string,
  url: string,
  credential: CheckedCredential,
  proxies: NodeJS.ProcessEnv,
): Promise<void> {
  const answer = await requestRegistryToken(host, credential, { proxies });
  const { token } = answer.body;
  if (answer.status !== 200 || typeof token !== 'string')
    throw refusal(answer, `${host} cannot be used with this command-line login`);
  const { status } = await sendRequest({ url, bearer: new Secret(token), proxies });
  if (status === 200) return;
  throw refused(
    `${host} does not accept a token of its own server`,
    'tell its administrator; it may trust another server',
  );
}
