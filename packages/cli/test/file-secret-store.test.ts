import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { expect, it } from 'vitest';
import { fileSecretStore } from '../src/secrets/secret-store.ts';
import { testEnvironment } from './test-context.ts';

const SECRET = new Secret('a secret of the file test');
const ENTRY = { key: 'credential a.example', account: 'acme' };

function newStore() {
  const folder = testEnvironment().lanyardFolder;
  return { folder, path: join(folder, 'secrets.json'), store: fileSecretStore(folder) };
}

it('R45: creates the file with mode 0600 in a folder of mode 0700', async () => {
  const { folder, path, store } = newStore();
  await store.write(ENTRY, SECRET);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('R45: replaces the whole file and leaves no other file beside it', async () => {
  const { folder, path, store } = newStore();
  await store.write(ENTRY, SECRET);
  const before = statSync(path).ino;
  await store.write(ENTRY, new Secret('another'));
  expect(statSync(path).ino).not.toBe(before);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});

it('keeps all 50 entries that are written at the same time', async () => {
  const { store } = newStore();
  const keys = Array.from({ length: 50 }, (_, at) => `credential host-${at}.example`);
  await Promise.all(keys.map((key) => store.write({ key, account: 'acme' }, SECRET)));
  expect((await store.list()).map(({ key }) => key).sort()).toEqual([...keys].sort());
});

it.each([0o644, 0o640, 0o604, 0o660, 0o666])('R45: refuses to read a file of mode %o', async (mode) => {
  const { path, store } = newStore();
  await store.write(ENTRY, SECRET);
  chmodSync(path, mode);
  await expect(store.read(ENTRY.key)).rejects.toThrow(`others can read ${path}`);
  await expect(store.write(ENTRY, SECRET)).rejects.toThrow('others can read');
});

it('R45: refuses a symbolic link instead of the file', async () => {
  const { folder, path, store } = newStore();
  await store.write(ENTRY, SECRET);
  renameSync(path, join(folder, 'elsewhere.json'));
  symlinkSync('elsewhere.json', path);
  await expect(store.read(ENTRY.key)).rejects.toThrow(`${path} is a symbolic link`);
});

it('R45: refuses a folder that others can write to', async () => {
  const { folder, store } = newStore();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  await expect(store.write(ENTRY, SECRET)).rejects.toThrow('others can write to');
});

it.each(['', 'not JSON', '[]', '{"version":1}', '{"version":1,"entries":{"a":"text"}}', '{"version":2,"entries":{}}'])(
  'refuses a damaged file %j and does not change it',
  async (text) => {
    const { folder, path, store } = newStore();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
    await expect(store.write(ENTRY, SECRET)).rejects.toThrow(/damaged|another version/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

it('removes an entry only if it is still the same', async () => {
  const { store } = newStore();
  await store.write(ENTRY, SECRET);
  expect(await store.remove(ENTRY.key, new Secret('an older one'))).toBe(false);
  expect(await store.remove(ENTRY.key, SECRET)).toBe(true);
  expect(await store.remove(ENTRY.key, SECRET)).toBe(false);
});

it('continues after a program died while it held the lock', async () => {
  const { folder, path, store } = newStore();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.lock`, 'of a dead program');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(`${path}.lock`, longAgo, longAgo);
  await Promise.all([store.write(ENTRY, SECRET), store.write({ ...ENTRY, key: 'credential b.example' }, SECRET)]);
  expect(await store.list()).toHaveLength(2);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});
