import { Secret } from '@lanyard/core/secret';
import type { SecretStore } from './secret-store.ts';
import { entriesFile } from './stored-entries.ts';

export const SECRETS_FILE = 'secrets.json';

interface StoredSecret {
  readonly account: string;
  readonly secret: string;
}

/** Keeps secrets in a file of mode 0600, for machines without a keychain. */
export function fileSecretStore(folder: string): SecretStore {
  const file = entriesFile(folder, SECRETS_FILE, isStoredSecret);
  return {
    name: file.path,
    list: async () => [...file.read()].map(([key, { account }]) => ({ key, account })),
    read: async (key) => {
      const entry = file.read().get(key);
      return entry && new Secret(entry.secret);
    },
    write: async ({ key, account }, secret) => {
      await file.change((entries) => entries.set(key, { account, secret: secret.reveal() }));
    },
    remove: async (key, only) => {
      if (!file.read().has(key)) return false;
      return file.change((entries) => {
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
