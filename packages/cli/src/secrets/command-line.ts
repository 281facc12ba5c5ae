import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { jsonObject } from '../foreign-text.ts';
import { makePrivateFolder } from './change-private-file.ts';
import { withFileLock } from './file-lock.ts';
import type { SecretStore } from './secret-store.ts';

/** A sign-in of this machine to a Lanyard server: one account, for one or more registries. */
export interface CommandLine {
  /** The server's origin. */
  readonly server: string;
  readonly account: string;
  readonly refreshToken: Secret;
  /** The hosts whose credential came from this sign-in. */
  readonly registries: readonly string[];
}

const PREFIX = 'sign-in ';

export async function listCommandLines(store: SecretStore): Promise<readonly CommandLine[]> {
  const keys = (await store.list()).map(({ key }) => key).filter((key) => key.startsWith(PREFIX));
  const read = await Promise.all(keys.map((key) => store.read(key)));
  return read.filter((stored) => stored !== undefined).map(parseCommandLine);
}

export async function readCommandLine(
  store: SecretStore,
  { server, account }: CommandLineName,
): Promise<CommandLine | undefined> {
  const stored = await store.read(commandLineKey({ server, account }));
  return stored && parseCommandLine(stored);
}

export async function writeCommandLine(store: SecretStore, commandLine: CommandLine): Promise<void> {
  const { server, account, refreshToken, registries } = commandLine;
  const text = JSON.stringify({ server, account, refreshToken: refreshToken.reveal(), registries });
  await store.write({ key: commandLineKey(commandLine), account }, new Secret(text));
}

export async function removeCommandLine(store: SecretStore, commandLine: CommandLineName): Promise<boolean> {
  return store.remove(commandLineKey(commandLine));
}

export type CommandLineName = Pick<CommandLine, 'server' | 'account'>;

function commandLineKey({ server, account }: CommandLineName): string {
  return `${PREFIX}${server} ${account}`;
}

function parseCommandLine(stored: Secret): CommandLine {
  const { server, account, refreshToken, registries } = jsonObject(stored.reveal()) ?? {};
  if (typeof server !== 'string' || typeof account !== 'string' || typeof refreshToken !== 'string') throw damaged();
  if (!Array.isArray(registries)) throw damaged();
  return { server, account, refreshToken: new Secret(refreshToken), registries: registries.map(String) };
}

function damaged() {
  return failed('a stored command-line login is damaged', 'run: lanyard logout --all, and sign in again');
}

/** Runs `work` while no other process of this user exchanges, adds or ends a sign-in. */
export async function withCommandLineLock<Result>(
  { lanyardFolder }: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  makePrivateFolder(lanyardFolder);
  return withFileLock(join(lanyardFolder, 'sign-in.lock'), work);
}
