import type { SignIn } from '../secrets/sign-in.ts';
import { discoverServer } from './discover-server.ts';
import { CLIENT_ID } from './oauth-tokens.ts';
import { refusal } from './refusal.ts';
import { sendRequest } from './send-request.ts';

/** Ends a sign-in on the server, and with it its auto-generated token (RFC 7009). */
export async function endSignIn(signIn: Pick<SignIn, 'server' | 'refreshToken'>, proxies: NodeJS.ProcessEnv) {
  const { revocation } = await discoverServer(signIn.server, proxies);
  const form = { token: signIn.refreshToken.reveal(), token_type_hint: 'refresh_token', client_id: CLIENT_ID };
  const answer = await sendRequest({ method: 'POST', url: revocation, form, proxies });
  if (answer.status !== 200) throw refusal(answer, `${signIn.server} did not end the sign-in`);
}
