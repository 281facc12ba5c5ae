import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';

/** The file with the newest checkpoint of the audit log, outside the data folder. */
export interface CheckpointFile {
  /**
   * Replaces the text of the file with the result of `choose`, or leaves it if the result is undefined. The text before
   * is empty if there is no file yet. When it resolves, the complete text is on disk, or nothing changed. Only one of
   * several processes does this at a time, so that none replaces a text that it did not read. The others leave the work
   * to that one.
   */
  replace(choose: (before: string) => Promise<string | undefined>): Promise<void>;
}

/** A process that held it for longer must have ended in the middle. */
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

/** Undefined if another process has it. */
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

/** Writes the complete file to disk, or nothing. */
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
