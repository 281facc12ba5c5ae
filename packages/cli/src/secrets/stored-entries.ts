import { join } from 'node:path';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../json-object.ts';
import { readPrivateFile } from './read-private-file.ts';

export type Entries<Value> = Map<string, Value>;

/** `{"version":1,"entries":{KEY:VALUE}}` in a private file. */
export interface EntriesFile<Value> {
  readonly path: string;
  /** A map, not an object: a host may be called `constructor`. Empty without a file; throws if it is anything else. */
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
      // Reading is what happens before every pull: it should not wait for what only writing needs.
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
  if (document.version !== 1) throw failed(`${path} is of another version of lanyard`, 'upgrade lanyard');
  if (typeof document.entries !== 'object' || document.entries === null) throw damaged(path);
  return document.entries;
}

function damaged(path: string) {
  return failed(`${path} is damaged`, 'move it away and sign in again');
}
