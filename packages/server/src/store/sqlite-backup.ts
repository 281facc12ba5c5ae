import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { nameCopy } from './sqlite-lineage.ts';
import { damagedFile, faultOfFile, isDamage, missingDatabase, StoreFault } from './store-fault.ts';

/**
 * Copies the database into a new file that only its owner can read, while servers write to the database. The copy
 * appears under its name complete, checked and on disk, or not at all. Errors: StoreFault.
 */
export async function backUpSqlite(path: string, target: string): Promise<void> {
  const draft = `${target}.${randomUUID()}`;
  if (!existsSync(path)) throw missingDatabase(`at ${path}`);
  try {
    // `vacuum into` accepts an empty file, and keeps its mode.
    await (await open(draft, 'wx', 0o600)).close();
    copyInto(path, draft);
    await sync(draft, 'r+');
    await link(draft, target);
    await sync(dirname(target), 'r');
  } catch (error) {
    throw isTaken(error) ? new StoreFault(`${target} exists already: name another file`) : faultOfFile(target, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** In one read. The SQLite shell's `.backup` starts again at every commit, and never ends on a busy server. */
function copyInto(path: string, draft: string): void {
  const original = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    original.exec(`vacuum into '${draft.replaceAll("'", "''")}'`);
  } catch (error) {
    throw isDamage(error) ? damagedFile(path) : error;
  } finally {
    original.close();
  }
  const copy = new DatabaseSync(draft);
  try {
    nameCopy(copy);
    if (!isSound(copy)) throw damagedFile(path);
  } finally {
    copy.close();
  }
}

/** About 4 s for a gigabyte. */
export function isSound(database: DatabaseSync): boolean {
  const [first] = database.prepare('pragma quick_check(1)').all();
  return first?.quick_check === 'ok';
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
