import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../foreign-text.ts';
import { entriesFile, type Keychain, keychainIndexFile, type SecretStore } from './secret-store.ts';

interface IndexedSecret {
  readonly account: string;
}

/** Keeps secrets in a keychain, and the list of them in a file. */
export function keychainSecretStore(folder: string, keychain: Keychain): SecretStore {
  const index = entriesFile(folder, keychainIndexFile(keychain.name), isIndexedSecret);
  const read = async (key: string) => (index.read().has(key) ? openEnvelope(key, await keychain.read(key)) : undefined);
  return {
    name: keychain.name,
    list: async () => [...index.read()].map(([key, { account }]) => ({ key, account })),
    read,
    write: async ({ key, account }, secret) => {
      await index.change(async (entries) => {
        await keychain.write(key, JSON.stringify({ key, secret: secret.reveal() }));
        entries.set(key, { account });
      });
    },
    remove: async (key, only) => {
      if (!index.read().has(key)) return false;
      return index.change(async (entries) => {
        if (only && (await read(key))?.reveal() !== only.reveal()) return false;
        await keychain.remove(key);
        return entries.delete(key);
      });
    },
  };
}

/** Some keychains find entries by a part of the address, so each entry contains its own key (attack 26). */
function openEnvelope(key: string, text: string | undefined): Secret | undefined {
  if (text === undefined) return undefined;
  const envelope = jsonObject(text) ?? {};
  if (envelope.key !== key || typeof envelope.secret !== 'string') {
    throw failed('the keychain answered with a secret that is for something else');
  }
  return new Secret(envelope.secret);
}

function isIndexedSecret(value: unknown): value is IndexedSecret {
  return typeof (value as IndexedSecret | null)?.account === 'string';
}
