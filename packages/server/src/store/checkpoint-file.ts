import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';

/** Where the newest checkpoint of the audit log is kept outside the data folder. */
export interface CheckpointFile {
  /** Empty where there is none yet. */
  read(): Promise<string>;
  /** On the disk when it resolves: whole, or not at all. */
  replace(text: string): Promise<void>;
}

export function checkpointFile(path: string): CheckpointFile {
  return {
    read: () => readFile(path, 'utf8').catch(noFile),
    replace: (text) => replace(path, text),
  };
}

function noFile(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

/** Whole or not at all, and on the disk. */
async function replace(path: string, text: string): Promise<void> {
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
