import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../foreign-text.ts';
import { readPrivateFile } from './read-private-file.ts';

/** The part of an entry that can be listed without reading a secret. */
export interface SecretEntry {
  /** Made by `credentialKey` or `commandLineKey`. */
  readonly key: string;
  readonly account: string;
}

/** Where this machine keeps secrets. Any number of processes may use it at the same time. */
export interface SecretStore {
  /** Its name as messages show it. */
  readonly name: string;
  list(): Promise<readonly SecretEntry[]>;
  read(key: string): Promise<Secret | undefined>;
  write(entry: SecretEntry, secret: Secret): Promise<void>;
  /** Returns true if there was one. With `only`, it removes nothing if another secret is stored there now. */
  remove(key: string, only?: Secret): Promise<boolean>;
}

export interface Keychain {
  readonly name: string;
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

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

/** Lists the entries of a keychain, without secrets, because not every keychain can list its entries. */
export function keychainIndexFile(name: string): string {
  return `keychain-${name}.json`;
}

export type Entries<Value> = Map<string, Value>;

/** `{"version":1,"entries":{KEY:VALUE}}` in a private file. */
export interface EntriesFile<Value> {
  readonly path: string;
  /** A map, because a host can be called `constructor`. Empty if there is no file. Throws if the file is damaged. */
  read(): Entries<Value>;
  /** Changes the entries while no other process does. */
  change<Result>(work: (entries: Entries<Value>) => Result | Promise<Result>): Promise<Result>;
}

export function entriesFile<Value>(
  folder: string,
  name: string,
  isValue: (value: unknown) => value is Value,
): EntriesFile<Value> {
  const path = join(folder, name);
  const read = () => readEntries(path, isValue);
  return {
    path,
    read,
    change: async (work) => {
      // Every pull reads, so the code that only writing needs is loaded here.
      const { changePrivateFile } = await import('./change-private-file.ts');
      return changePrivateFile(folder, path, async () => {
        const entries = read();
        const result = await work(entries);
        return { result, text: textOf(entries) };
      });
    },
  };
}

function textOf<Value>(entries: Entries<Value>): string {
  return `${JSON.stringify({ version: 1, entries: Object.fromEntries(entries) }, null, 2)}\n`;
}

function readEntries<Value>(path: string, isValue: (value: unknown) => value is Value): Entries<Value> {
  const text = readPrivateFile(path);
  if (text === undefined) return new Map();
  const pairs = Object.entries(entriesOf(path, text));
  if (!pairs.every((pair): pair is [string, Value] => isValue(pair[1]))) throw damaged(path);
  return new Map(pairs);
}

function entriesOf(path: string, text: string): object {
  const document = jsonObject(text);
  if (!document) throw damaged(path);
  if (document.version !== 1) throw failed(`${path} is from another version of lanyard`, 'upgrade lanyard');
  if (typeof document.entries !== 'object' || document.entries === null) throw damaged(path);
  return document.entries;
}

function damaged(path: string) {
  return failed(`${path} is damaged`, 'move it away and sign in again');
}
