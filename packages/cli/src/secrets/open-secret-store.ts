import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wrongUse } from '../cli-error.ts';
import type { Environment } from '../environment.ts';
import { fileSecretStore, type Keychain, keychainIndexFile, SECRETS_FILE, type SecretStore } from './secret-store.ts';

/** The first one that works on the platform is used. The names of Docker's helpers are without `docker-credential-`. */
const KEYCHAINS: Readonly<Record<string, readonly string[]>> = {
  linux: ['pass', 'secretservice', 'secret-tool'],
  darwin: ['osxkeychain', 'security'],
  win32: ['wincred'],
};

/**
 * The store of this user's secrets: the one that LANYARD_SECRET_STORE names, or the one that was used before. If there
 * is none yet, it is an empty one. With `create`, it is the first keychain that works, or otherwise a file.
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
    `the keychain "${name}" does not exist here`,
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

/** An installed keychain can still fail here, for example without a session bus or a key. */
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

/** Loaded only when a keychain is used, so that the helper starts faster without it. */
async function openKeychain(environment: Environment, name: string): Promise<Keychain | undefined> {
  if (!keychainNames().includes(name)) return undefined;
  const { openKeychain } = await import('./keychains.ts');
  return openKeychain(name, environment.programFolders);
}

async function keychainStore({ lanyardFolder }: Environment, keychain: Keychain): Promise<SecretStore> {
  const { keychainSecretStore } = await import('./keychain-secret-store.ts');
  return keychainSecretStore(lanyardFolder, keychain);
}
