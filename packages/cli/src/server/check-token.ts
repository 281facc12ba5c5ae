import type { Credential, TokenEndpoint } from '../secrets/credential.ts';
import { reasonOf } from './refusal.ts';
import { requireSafeRealm } from './require-safe-realm.ts';
import { type Answer, sendRequest } from './send-request.ts';

export type CheckedCredential = Credential & { readonly endpoint: TokenEndpoint };

/** Asks a token endpoint for a registry token without rights, in the name of the credential. */
export async function requestRegistryToken(
  host: string,
  { account, secret, endpoint }: CheckedCredential,
  options: { readonly proxies: NodeJS.ProcessEnv; readonly timeoutMs?: number },
): Promise<Answer> {
  const url = requireSafeRealm(endpoint.realm, host);
  url.searchParams.set('service', endpoint.service);
  url.searchParams.set('account', account);
  return sendRequest({ url: url.href, basic: { account, secret }, ...options });
}

/** Why the server refuses a credential, or undefined where it does not; anything but its own clear word is no refusal. */
export function refusalReason(answer: Answer): string | undefined {
  return answer.status === 401 && Array.isArray(answer.body.errors) ? reasonOf(answer) : undefined;
}
