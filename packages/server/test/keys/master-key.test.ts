import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKey, MasterKeyError } from '../../src/keys/master-key.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-master-'));
  path = join(folder, 'master.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const make = () => loadMasterKey(path, { mayCreate: true });
const load = () => loadMasterKey(path, { mayCreate: false });

async function refusalOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MasterKeyError);
  return (error as MasterKeyError).message;
}

describe('the first start', () => {
  it('R46: creates a key of its own, 32 bytes as base64, that only the owner can read', async () => {
    await make();
    const text = await readFile(path, 'utf8');
    expect(Buffer.from(text, 'base64')).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await rm(path);
    await make();
    expect(await readFile(path, 'utf8')).not.toBe(text);
  });

  it('creates the folder too, closed to others', async () => {
    path = join(folder, 'deep', 'data', 'master.key');
    await make();
    expect((await stat(join(folder, 'deep', 'data'))).mode & 0o777).toBe(0o700);
  });

  it('gives the same key to all processes that start at the same time, and leaves no other file behind', async () => {
    const startLater = async (_: unknown, turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      return make();
    };
    const keys = await Promise.all(Array.from({ length: 40 }, startLater));
    expect(new Set(keys.map((key) => key.derive('seal').toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('creates a key that the next start reads', async () => {
    const before = (await make()).derive('seal');
    expect((await load()).derive('seal')).toEqual(before);
    expect((await make()).derive('seal')).toEqual(before);
  });

  it('says what to do if the folder cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    path = join(folder, 'file', 'master.key');
    expect(await refusalOf(make())).toMatch(/cannot be (made|read): check /);
  });
});

describe('a key file that cannot be trusted', () => {
  for (const mode of [0o640, 0o604, 0o644, 0o660, 0o620, 0o602, 0o610, 0o777]) {
    it(`is refused with mode ${mode.toString(8)}, and the error says how to fix it`, async () => {
      await make();
      await chmod(path, mode);
      expect(await refusalOf(load())).toBe(`the master key ${path} may be read by others: run chmod 600 ${path}`);
    });
  }

  const CONTENTS: Readonly<Record<string, string>> = {
    nothing: '',
    'a line end': '\n',
    '31 bytes': Buffer.alloc(31, 7).toString('base64'),
    '33 bytes': Buffer.alloc(33, 7).toString('base64'),
    hexadecimal: Buffer.alloc(32, 7).toString('hex'),
    base64url: Buffer.alloc(32, 0xff).toString('base64url'),
    'base64 without its padding': Buffer.alloc(32, 7).toString('base64').replace('=', ''),
    'two keys': `${Buffer.alloc(32, 7).toString('base64')}\n${Buffer.alloc(32, 8).toString('base64')}`,
    garbage: 'canary-5c1e0b! not a key at all',
  };
  for (const [what, content] of Object.entries(CONTENTS)) {
    it(`is refused if it contains ${what}, and the error does not quote it`, async () => {
      await writeFile(path, content, { mode: 0o600 });
      const refusal = await refusalOf(load());
      expect(refusal).toBe(`the master key ${path} is not 32 bytes of base64: put it back from your backup`);
    });
  }

  it('is not created again if the database was sealed with one', async () => {
    expect(await refusalOf(load())).toMatch(/is missing, but the database was sealed with one: put it back/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused if it is a folder', async () => {
    await mkdir(path);
    expect(await refusalOf(load())).toMatch(/is not a file: set LANYARD_MASTER_KEY_FILE/);
  });
});

it('the master key derives a different key for every purpose', async () => {
  const key = await make();
  const derived = ['seal', 'digest token', 'digest session', 'seal ', ''].map((purpose) => key.derive(purpose));
  expect(new Set(derived.map((bytes) => bytes.toString('hex'))).size).toBe(derived.length);
  expect(derived.every((bytes) => bytes.length === 32)).toBe(true);
});

it('R19: the master key is never printed (attack 35)', async () => {
  const key = await make();
  const text = (await readFile(path, 'utf8')).trim();
  const bytes = Buffer.from(text, 'base64');
  const printed = [
    String(key),
    JSON.stringify({ key }),
    inspect({ key }, { depth: null, showHidden: true, getters: true }),
    inspect(key, { customInspect: false, showHidden: true }),
    format('%s %o %O %j', key, key, key, key),
    inspect(new Error('refused', { cause: key })),
    serialize({ key: { ...key } }).toString('latin1'),
  ].join('\n');
  expect(printed).toContain('[secret]');
  for (const form of [text, bytes.toString('hex'), bytes.toString('latin1'), inspect(bytes).slice(8, 40)]) {
    expect(printed).not.toContain(form);
  }
});
