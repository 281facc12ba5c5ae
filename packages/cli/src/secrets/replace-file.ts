import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, fchownSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Ownership {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Puts a whole new file in the place of `path`: whoever reads sees the old text or the new one, also after a crash.
 * A symbolic link at `path` is replaced, never followed.
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
  // 'wx' neither follows a link nor takes over a file that somebody laid there.
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
