import { hkdfSync, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspect } from 'node:util';

const KEY_BYTES = 32;
const OTHERS_PERMISSIONS = 0o077;

/** What is wrong with the key file and what to do; never what is in it. */
export class MasterKeyError extends Error {}

/** The key over all others. It lives outside the database and prints as `[secret]`. */
export class MasterKey {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** 32 bytes that are of use for this purpose alone (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `lanyard ${purpose}`, KEY_BYTES));
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Reads the file, or makes it where that is allowed. Errors: MasterKeyError. */
export async function loadMasterKey(path: string, { mayCreate }: { readonly mayCreate: boolean }): Promise<MasterKey> {
  const file = await openFile(path);
  if (file) return readKey(path, file);
  if (!mayCreate) {
    throw new MasterKeyError(
      `the master key ${path} is missing, but the database was sealed with one: put it back from your backup, or set LANYARD_MASTER_KEY_FILE`,
    );
  }
  return createKey(path);
}

async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new MasterKeyError(`the master key ${path} cannot be read: check its owner and permissions`);
  }
}

async function readKey(path: string, file: FileHandle): Promise<MasterKey> {
  try {
    const { mode } = await file.stat();
    if ((mode & OTHERS_PERMISSIONS) !== 0) {
      throw new MasterKeyError(`the master key ${path} may be read by others: run chmod 600 ${path}`);
    }
    const text = (await file.readFile('utf8')).trim();
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length === KEY_BYTES && bytes.toString('base64') === text) return new MasterKey(bytes);
    throw new MasterKeyError(`the master key ${path} is not 32 bytes of base64: put it back from your backup`);
  } finally {
    await file.close();
  }
}

/** Another process that starts at the same time may be first: then its key counts. */
async function createKey(path: string): Promise<MasterKey> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const bytes = randomBytes(KEY_BYTES);
  try {
    await writeDurably(path, `${bytes.toString('base64')}\n`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return waitForKey(path);
    throw new MasterKeyError(`the master key ${path} cannot be made: check that the folder may be written`);
  }
  return new MasterKey(bytes);
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function waitForKey(path: string): Promise<MasterKey> {
  for (let tries = 0; tries < 50 && (await stat(path)).size === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return loadMasterKey(path, { mayCreate: false });
}
