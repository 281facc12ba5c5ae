import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../json-object.ts';
import { withFileLock } from './file-lock.ts';
import { keychainIndexFile } from './keychain-index-file.ts';
import { makePrivateFolder } from './private-file.ts';
import type { Keychain, SecretStore } from './secret-store.ts';
import { type Entries, readEntries, writeEntries } from './stored-entries.ts';

interface IndexedSecret {
  readonly account: string;
}

/** Keeps secrets in a keychain, and the list of them beside it. */
export function keychainSecretStore(folder: string, keychain: Keychain): SecretStore {
  const path = join(folder, keychainIndexFile(keychain.name));
  const index = () => readEntries<IndexedSecret>(path, isIndexedSecret);
  const change = async <Result>(work: (entries: Entries<IndexedSecret>) => Promise<Result>) => {
    makePrivateFolder(folder);
    return withFileLock(`${path}.lock`, async () => {
      const entries = index();
      const result = await work(entries);
      writeEntries(path, entries);
      return result;
    });
  };
  const read = async (key: string) => (index().has(key) ? openEnvelope(key, await keychain.read(key)) : undefined);
  return {
    name: keychain.name,
    list: async () => [...index()].map(([key, { account }]) => ({ key, account })),
    read,
    write: async ({ key, account }, secret) => {
      await change(async (entries) => {
        await keychain.write(key, JSON.stringify({ key, secret: secret.reveal() }));
        entries.set(key, { account });
      });
    },
    remove: async (key, only) => {
      if (!index().has(key)) return false;
      return change(async (entries) => {
        if (only && (await read(key))?.reveal() !== only.reveal()) return false;
        await keychain.remove(key);
        return entries.delete(key);
      });
    },
  };
}

/** Some keychains look up by a part of the address: what comes back must itself say what it is for (attack 26). */
function openEnvelope(key: string, text: string | undefined): Secret | undefined {
  if (text === undefined) return undefined;
  const envelope = jsonObject(text) ?? {};
  if (envelope.key !== key || typeof envelope.secret !== 'string') {
    throw failed('the keychain answered with another secret than the one asked for');
  }
  return new Secret(envelope.secret);
}

function isIndexedSecret(value: unknown): value is IndexedSecret {
  return typeof (value as IndexedSecret | null)?.account === 'string';
}
