import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { jsonObject } from '../foreign-text.ts';
import { makePrivateFolder } from './change-private-file.ts';
import { withFileLock } from './file-lock.ts';
import type { SecretStore } from './secret-store.ts';

/** A sign-in of this machine at a Lanyard server: one account, for one or more registries. */
export interface SignIn {
  /** The server's origin. */
  readonly server: string;
  readonly account: string;
  readonly refreshToken: Secret;
  /** The hosts whose credential came from this sign-in. */
  readonly registries: readonly string[];
}

const PREFIX = 'sign-in ';

export async function listSignIns(store: SecretStore): Promise<readonly SignIn[]> {
  const keys = (await store.list()).map(({ key }) => key).filter((key) => key.startsWith(PREFIX));
  const read = await Promise.all(keys.map((key) => store.read(key)));
  return read.filter((stored) => stored !== undefined).map(parseSignIn);
}

export async function readSignIn(store: SecretStore, { server, account }: SignInName): Promise<SignIn | undefined> {
  const stored = await store.read(signInKey({ server, account }));
  return stored && parseSignIn(stored);
}

export async function writeSignIn(store: SecretStore, signIn: SignIn): Promise<void> {
  const { server, account, refreshToken, registries } = signIn;
  const text = JSON.stringify({ server, account, refreshToken: refreshToken.reveal(), registries });
  await store.write({ key: signInKey(signIn), account }, new Secret(text));
}

export async function removeSignIn(store: SecretStore, signIn: SignInName): Promise<boolean> {
  return store.remove(signInKey(signIn));
}

export type SignInName = Pick<SignIn, 'server' | 'account'>;

function signInKey({ server, account }: SignInName): string {
  return `${PREFIX}${server} ${account}`;
}

function parseSignIn(stored: Secret): SignIn {
  const { server, account, refreshToken, registries } = jsonObject(stored.reveal()) ?? {};
  if (typeof server !== 'string' || typeof account !== 'string' || typeof refreshToken !== 'string') throw damaged();
  if (!Array.isArray(registries)) throw damaged();
  return { server, account, refreshToken: new Secret(refreshToken), registries: registries.map(String) };
}

function damaged() {
  return failed('a stored sign-in is damaged', 'run: lanyard logout --all, and sign in again');
}

/** Runs `work` while no other process of this user exchanges, adds or ends a sign-in. */
export async function withSignInLock<Result>(
  { lanyardFolder }: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  makePrivateFolder(lanyardFolder);
  return withFileLock(join(lanyardFolder, 'sign-in.lock'), work);
}
