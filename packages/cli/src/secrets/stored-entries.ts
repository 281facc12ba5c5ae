import { failed } from '../cli-error.ts';
import { jsonObject } from '../json-object.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

/** A map, not an object: a host may be called `constructor`. */
export type Entries<Value> = Map<string, Value>;

/** `{"version":1,"entries":{KEY:VALUE}}` in a private file; empty where there is none. Throws if it is anything else. */
export function readEntries<Value>(path: string, isValue: (value: unknown) => value is Value): Entries<Value> {
  const text = readPrivateFile(path);
  if (text === undefined) return new Map();
  const pairs = Object.entries(entriesOf(path, text));
  if (!pairs.every((pair): pair is [string, Value] => isValue(pair[1]))) throw damaged(path);
  return new Map(pairs);
}

export function writeEntries<Value>(path: string, entries: Entries<Value>): void {
  writePrivateFile(path, `${JSON.stringify({ version: 1, entries: Object.fromEntries(entries) }, null, 2)}\n`);
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
