import type { Secret } from '@lanyard/core/secret';
import { CliError, notSignedIn } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { removeCredentialOfServer } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { readSignIn, removeSignIn, type SignIn, type SignInName, writeSignIn } from '../secrets/sign-in.ts';
import { withSignInLock } from '../secrets/sign-in-lock.ts';
import { discoverServer } from './discover-server.ts';
import { CLIENT_ID, oauthTokens } from './oauth-tokens.ts';
import { refusal } from './refusal.ts';
import { type Answer, sendRequest } from './send-request.ts';

type Sleep = (milliseconds: number) => Promise<unknown>;

const LONGEST_PAUSE_SECONDS = 10;

/** What a command needs to speak to a server in the name of who signed in. */
export interface Session {
  readonly server: string;
  readonly account: string;
  readonly registries: readonly string[];
  readonly accessToken: Secret;
  readonly proxies: NodeJS.ProcessEnv;
}

/**
 * Exchanges the refresh token for an access token. The lock holds other processes off: the server takes a refresh
 * token that was used before for a stolen one. The new one is on disk before anything is done with the access token,
 * so that a crash leaves a good one. Where the sign-in has ended, what is left of it here is removed.
 */
export async function openSession(
  environment: Environment,
  store: SecretStore,
  name: SignInName,
  sleep: Sleep,
): Promise<Session> {
  return withSignInLock(environment, async () => {
    // Read again: who held the lock before may have exchanged it.
    const signIn = await readSignIn(store, name);
    if (!signIn) throw ended(name.server, undefined);
    const answer = await refresh(signIn, environment.proxies, sleep);
    if (answer.body.error === 'invalid_grant') {
      await forget(store, signIn);
      throw ended(signIn.server, signIn.registries[0]);
    }
    if (answer.status !== 200) throw refusal(answer, `${signIn.server} does not go on with the sign-in`);
    const { accessToken, refreshToken } = oauthTokens(answer);
    await writeSignIn(store, { ...signIn, refreshToken });
    const { server, account, registries } = signIn;
    return { server, account, registries, accessToken, proxies: environment.proxies };
  });
}

/**
 * Once more where the answer was lost on its way: the server knows such a retry from theft. It may ask for a pause
 * first, to tell the retry of one program from two programs at once.
 */
async function refresh({ server, refreshToken }: SignIn, proxies: NodeJS.ProcessEnv, sleep: Sleep): Promise<Answer> {
  const { token } = await discoverServer(server, proxies);
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal(), client_id: CLIENT_ID };
  const exchange = () => sendRequest({ method: 'POST', url: token, form, proxies });
  const answer = await exchange().catch((error: unknown) => {
    if (error instanceof CliError && error.exitCode === EXIT_CODE.unreachable) return exchange();
    throw error;
  });
  if (answer.status !== 429) return answer;
  await sleep(pauseMs(answer));
  return exchange();
}

function pauseMs(answer: Answer): number {
  const seconds = Number(answer.header('retry-after') ?? 1);
  return Math.min(Number.isFinite(seconds) ? seconds : 1, LONGEST_PAUSE_SECONDS) * 1000;
}

/** The server has ended its auto-generated token too. */
async function forget(store: SecretStore, signIn: SignIn): Promise<void> {
  await removeSignIn(store, signIn);
  for (const host of signIn.registries) await removeCredentialOfServer(store, host, signIn.server);
}

function ended(server: string, registry: string | undefined): CliError {
  return notSignedIn(`the sign-in at ${server} has ended`, `run: lanyard login ${registry ?? 'REGISTRY'}`);
}
