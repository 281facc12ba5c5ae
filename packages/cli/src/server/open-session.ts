import type { Secret } from '@lanyard/core/secret';
import { type CliError, notSignedIn } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import {
  type CommandLine,
  type CommandLineName,
  readCommandLine,
  removeCommandLine,
  withCommandLineLock,
  writeCommandLine,
} from '../secrets/command-line.ts';
import { removeCredentialOfServer } from '../secrets/credential.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { exchangeRefreshToken, oauthTokens, type Sleep } from './oauth.ts';
import { refusal } from './refusal.ts';

/** What a command needs to call a server for the signed-in account. */
export interface Session {
  readonly server: string;
  readonly account: string;
  readonly registries: readonly string[];
  readonly accessToken: Secret;
  readonly proxies: NodeJS.ProcessEnv;
}

/**
 * Exchanges the refresh token for an access token. A lock keeps other processes away, because the server treats a
 * refresh token that is used twice as stolen. The new refresh token is written to disk before the access token is used,
 * so that after a crash there is one that works. If the sign-in has ended, everything of it is removed from this
 * machine.
 */
export async function openSession(
  environment: Environment,
  store: SecretStore,
  name: CommandLineName,
  sleep: Sleep,
): Promise<Session> {
  return withCommandLineLock(environment, async () => {
    // Read again: another process may have exchanged it before it released the lock.
    const commandLine = await readCommandLine(store, name);
    if (!commandLine) throw ended(name.server, undefined);
    const answer = await exchangeRefreshToken(commandLine, environment.proxies, sleep);
    if (answer.body.error === 'invalid_grant') {
      await forget(store, commandLine);
      throw ended(commandLine.server, commandLine.registries[0]);
    }
    if (answer.status !== 200) throw refusal(answer, `${commandLine.server} did not continue the command-line login`);
    const { accessToken, refreshToken } = oauthTokens(answer);
    await writeCommandLine(store, { ...commandLine, refreshToken });
    const { server, account, registries } = commandLine;
    return { server, account, registries, accessToken, proxies: environment.proxies };
  });
}

/** The server has ended its auto-generated token too. */
async function forget(store: SecretStore, commandLine: CommandLine): Promise<void> {
  await removeCommandLine(store, commandLine);
  for (const host of commandLine.registries) await removeCredentialOfServer(store, host, commandLine.server);
}

function ended(server: string, registry: string | undefined): CliError {
  return notSignedIn(`the command-line login at ${server} has ended`, `run: lanyard login ${registry ?? 'REGISTRY'}`);
}
