import { Secret } from '@lanyard/core/secret';
import { refused } from '../cli-error.ts';
import { type CheckedCredential, requestRegistryToken } from './check-token.ts';
import { refusal } from './refusal.ts';
import { sendRequest } from './send-request.ts';

/** Goes the way that docker will go, so that a login which succeeds does so at the registry. */
export async function proveLogin(
  host: string,
  url: string,
  credential: CheckedCredential,
  proxies: NodeJS.ProcessEnv,
): Promise<void> {
  const answer = await requestRegistryToken(host, credential, { proxies });
  const { token } = answer.body;
  if (answer.status !== 200 || typeof token !== 'string') throw refusal(answer, `${host} cannot be used with it`);
  const { status } = await sendRequest({ url, bearer: new Secret(token), proxies });
  if (status === 200) return;
  throw refused(`${host} does not accept what its server issued`, 'tell who runs it: it may trust another server');
}
