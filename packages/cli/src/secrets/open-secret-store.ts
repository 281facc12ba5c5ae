import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wrongUse } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { fileSecretStore, SECRETS_FILE } from './file-secret-store.ts';
import { keychainIndexFile } from './keychain-index-file.ts';
import type { Keychain, SecretStore } from './secret-store.ts';

/** By platform, the first that works wins; `docker-credential-` stands before the ones that are docker's helpers. */
const KEYCHAINS: Readonly<Record<string, readonly string[]>> = {
  linux: ['pass', 'secretservice', 'secret-tool'],
  darwin: ['osxkeychain', 'security'],
  win32: ['wincred'],
};

/**
 * The store that holds this account's secrets: the one that was used before, or one that LANYARD_SECRET_STORE names.
 * Where there is none yet it is an empty one, and with `create` the first keychain that proves to work, else a file.
 */
export async function openSecretStore(environment: Environment, { create = false } = {}): Promise<SecretStore> {
  const { lanyardFolder, secretStore } = environment;
  if (secretStore !== undefined) return openNamed(environment, secretStore);
  if (existsSync(join(lanyardFolder, SECRETS_FILE))) return fileSecretStore(lanyardFolder);
  const used = keychainNames().find((name) => existsSync(join(lanyardFolder, keychainIndexFile(name))));
  if (used !== undefined) return openNamed(environment, used);
  return (create && (await firstThatWorks(environment))) || fileSecretStore(lanyardFolder);
}

async function openNamed(environment: Environment, name: string): Promise<SecretStore> {
  if (name === 'file') return fileSecretStore(environment.lanyardFolder);
  const keychain = await openKeychain(environment, name);
  if (keychain) return keychainStore(environment, keychain);
  throw wrongUse(
    `the keychain "${name}" is not there`,
    `LANYARD_SECRET_STORE can be ${['file', ...keychainNames()].join(', ')}`,
  );
}

async function firstThatWorks(environment: Environment): Promise<SecretStore | undefined> {
  for (const name of keychainNames()) {
    const keychain = await openKeychain(environment, name);
    if (keychain && (await works(keychain))) return keychainStore(environment, keychain);
  }
  return undefined;
}

/** A keychain may be installed and still be of no use here: no session bus, no key. */
async function works(keychain: Keychain): Promise<boolean> {
  const text = `probe ${process.pid} ${Date.now()}`;
  try {
    await keychain.write('probe', text);
    const isKept = (await keychain.read('probe')) === text;
    await keychain.remove('probe');
    return isKept;
  } catch {
    return false;
  }
}

function keychainNames(): readonly string[] {
  return KEYCHAINS[process.platform] ?? [];
}

/** Loaded only where a keychain is used: the helper starts faster without it. */
async function openKeychain(environment: Environment, name: string): Promise<Keychain | undefined> {
  if (!keychainNames().includes(name)) return undefined;
  const { openKeychain } = await import('./open-keychain.ts');
  return openKeychain(name, environment.programFolders);
}

async function keychainStore({ lanyardFolder }: Environment, keychain: Keychain): Promise<SecretStore> {
  const { keychainSecretStore } = await import('./keychain-secret-store.ts');
  return keychainSecretStore(lanyardFolder, keychain);
}
