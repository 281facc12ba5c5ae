import { Secret } from '@lanyard/core/secret';
import { failed } from './cli-error.ts';
import { helperFor, storedLogin } from './docker-config.ts';
import type { Environment } from './environment.ts';
import { jsonObject } from './foreign-text.ts';
import { findProgram, runKeychainProgram } from './secrets/keychain-program.ts';

export interface DockerLogin {
  readonly account: string;
  readonly secret: Secret;
}

/** Docker's name for an account whose secret is a refresh token. */
const REFRESH_TOKEN_ACCOUNT = '<token>';

/**
 * The login that docker uses for a host: from its credential helper or store, or from config.json. Undefined if there is
 * none. Then docker pulls without signing in.
 */
export async function dockerLogin(environment: Environment, host: string): Promise<DockerLogin | undefined> {
  const helper = helperFor(environment, host);
  const login = helper === undefined ? storedLogin(environment, host) : await askHelper(environment, helper, host);
  if (login?.account === REFRESH_TOKEN_ACCOUNT)
    throw failed(`docker has only a refresh token for ${host}`, 'use docker login with an access token');
  return login;
}

async function askHelper(environment: Environment, helper: string, host: string): Promise<DockerLogin | undefined> {
  const name = `docker-credential-${helper}`;
  const program = /^[\w.-]+$/.test(helper) ? findProgram(name, environment.programFolders) : undefined;
  if (program === undefined) throw failed(`docker's credential helper ${name} is not installed`);
  const { exitCode, stdout } = await runKeychainProgram(program, ['get'], `${host}\n`);
  // A helper also answers like this if it has no login for the host.
  if (exitCode !== 0) return undefined;
  const { Username: account, Secret: secret } = jsonObject(stdout) ?? {};
  if (typeof account !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  return { account, secret: new Secret(secret) };
}
