import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';

/** Where the newest checkpoint of the audit log is kept outside the data folder. */
export interface CheckpointFile {
  /**
   * Puts what `choose` answers in the place of what the file holds, which is empty where there is none yet; nothing where
   * it answers undefined. On the disk when it resolves: whole, or not at all. Of several processes one is at it at a time,
   * so that none replaces what it did not see; the others leave it to that one.
   */
  replace(choose: (before: string) => Promise<string | undefined>): Promise<void>;
}

/** A process that held it for so long has ended in the middle. */
const STALE_MILLISECONDS = 60_000;

export function checkpointFile(path: string): CheckpointFile {
  return {
    replace: async (choose) => {
      const lock = await take(`${path}.lock`);
      if (!lock) return;
      try {
        const text = await choose(await readFile(path, 'utf8').catch(noFile));
        if (text !== undefined) await write(path, text);
      } finally {
        await lock.close();
        await rm(`${path}.lock`, { force: true });
      }
    },
  };
}

/** Undefined where another process has it. */
async function take(path: string): Promise<FileHandle | undefined> {
  const lock = await open(path, 'wx').catch(taken);
  if (lock) return lock;
  const since = await stat(path).catch(() => undefined);
  if (!since || Date.now() - since.mtimeMs < STALE_MILLISECONDS) return undefined;
  await rm(path, { force: true });
  return open(path, 'wx').catch(taken);
}

function taken(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}

function noFile(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

/** Whole or not at all, and on the disk. */
async function write(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
