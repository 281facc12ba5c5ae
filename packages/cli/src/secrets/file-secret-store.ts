import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { withFileLock } from './file-lock.ts';
import { makePrivateFolder } from './private-file.ts';
import type { SecretStore } from './secret-store.ts';
import { type Entries, readEntries, writeEntries } from './stored-entries.ts';

export const SECRETS_FILE = 'secrets.json';

interface StoredSecret {
  readonly account: string;
  readonly secret: string;
}

/** Keeps secrets in a file of mode 0600, for machines without a keychain. */
export function fileSecretStore(folder: string): SecretStore {
  const path = join(folder, SECRETS_FILE);
  const read = () => readEntries<StoredSecret>(path, isStoredSecret);
  const change = async <Result>(work: (entries: Entries<StoredSecret>) => Result) => {
    makePrivateFolder(folder);
    return withFileLock(`${path}.lock`, () => {
      const entries = read();
      const result = work(entries);
      writeEntries(path, entries);
      return result;
    });
  };
  return {
    name: path,
    list: async () => [...read()].map(([key, { account }]) => ({ key, account })),
    read: async (key) => {
      const entry = read().get(key);
      return entry && new Secret(entry.secret);
    },
    write: async ({ key, account }, secret) => {
      await change((entries) => entries.set(key, { account, secret: secret.reveal() }));
    },
    remove: async (key, only) => {
      if (!read().has(key)) return false;
      return change((entries) => {
        if (only && entries.get(key)?.secret !== only.reveal()) return false;
        return entries.delete(key);
      });
    },
  };
}

function isStoredSecret(value: unknown): value is StoredSecret {
  const { account, secret } = (value ?? {}) as Partial<StoredSecret>;
  return typeof account === 'string' && typeof secret === 'string';
}
