import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failed } from '../cli-error.ts';
import { withFileLock } from './file-lock.ts';
import { isPosix, modeText, requireOwn } from './read-private-file.ts';

const WRITABLE_BY_OTHERS = 0o022;

/** Replaces a file of mode 0600 with the text that `work` returns. Other processes wait until it is done. */
export async function changePrivateFile<Result>(
  folder: string,
  path: string,
  work: () => Promise<{ readonly result: Result; readonly text: string }>,
): Promise<Result> {
  makePrivateFolder(folder);
  return withFileLock(`${path}.lock`, async () => {
    const { result, text } = await work();
    replaceFile(path, text, { mode: 0o600 });
    removeLeftovers(path);
    return result;
  });
}

/** Creates the folder. Throws if another user owns it or can put files into it. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const status = statSync(path);
  requireOwn(path, status);
  if (!isPosix || (status.mode & WRITABLE_BY_OTHERS) === 0) return;
  throw failed(`others can write to ${path} (mode ${modeText(status)})`, `run: chmod 700 ${path}`);
}

/** Removes files that a killed program left. They contain secrets, and nothing else would remove them. */
function removeLeftovers(path: string): void {
  const beginning = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const [, rest = ''] = name.split(beginning);
    if (name.startsWith(beginning) && /^[0-9a-f-]{36}$/.test(rest)) rmSync(join(dirname(path), name), { force: true });
  }
}

export interface Ownership {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Replaces the whole file. A reader sees either the old text or the new one, also after a crash. If `path` is a
 * symbolic link, the link is replaced and never followed.
 */
export function replaceFile(path: string, text: string, owner: Ownership): void {
  const next = `${path}.${randomUUID()}`;
  try {
    writeNewFile(next, text, owner);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  if (process.platform !== 'win32') syncFolder(dirname(path));
}

function writeNewFile(path: string, text: string, { mode, uid, gid }: Ownership): void {
  // 'wx' does not follow a link and does not take over a file that somebody put there.
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    if (uid !== undefined && gid !== undefined) fchownSync(file, uid, gid);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (mode !== 0o600) chmodSync(path, mode);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
