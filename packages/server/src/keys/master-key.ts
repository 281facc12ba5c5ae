import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inspect } from 'node:util';

const KEY_BYTES = 32;
const OTHERS_PERMISSIONS = 0o077;
/** Windows stores file permissions in another way, and cannot sync a folder. */
const HAS_MODES = process.platform !== 'win32';

/** Says what is wrong with the key file and what to do. Never contains the key. */
export class MasterKeyError extends Error {}

/** The key that protects all other keys. It is stored outside the database and prints as `[secret]`. */
export class MasterKey {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** 32 bytes only for this purpose (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `lanyard ${purpose}`, KEY_BYTES));
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Reads the file, or creates it if that is allowed. Errors: MasterKeyError. */
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
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new MasterKeyError(`the master key ${path} cannot be read: check its owner and permissions`);
  }
}

async function readKey(path: string, file: FileHandle): Promise<MasterKey> {
  try {
    await requireOwnerOnly(path, file);
    const text = (await file.readFile('utf8')).trim();
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length === KEY_BYTES && bytes.toString('base64') === text) return new MasterKey(bytes);
    throw new MasterKeyError(`the master key ${path} is not 32 bytes of base64: put it back from your backup`);
  } finally {
    await file.close();
  }
}

async function requireOwnerOnly(path: string, file: FileHandle): Promise<void> {
  const found = await file.stat();
  if (!found.isFile()) throw new MasterKeyError(`the master key ${path} is not a file: set LANYARD_MASTER_KEY_FILE`);
  if (HAS_MODES && (found.mode & OTHERS_PERMISSIONS) !== 0) {
    throw new MasterKeyError(`the master key ${path} may be read by others: run chmod 600 ${path}`);
  }
}

/** Another process that starts at the same time can be faster. Then its key is used. */
async function createKey(path: string): Promise<MasterKey> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeOnce(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new MasterKeyError(`the master key ${path} cannot be made: check that its folder may be written`);
    }
  }
  return loadMasterKey(path, { mayCreate: false });
}

/** The complete file appears on disk under its name, or not at all, however the process ends. Throws EEXIST. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  if (HAS_MODES) await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
