import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  /** An absolute path without symbolic links, readable only for its owner. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Creates an empty folder. Its name is short, because socket paths have at most 107 bytes. */
export async function temporaryFolder(parent = tmpdir()): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(parent), 'lanyard-'));
  return { path, remove: () => remove(path), [Symbol.asyncDispose]: () => remove(path) };
}

/** An unpacked image can contain read-only folders. Only root can empty them without changing that. */
async function remove(path: string): Promise<void> {
  if (process.getuid?.() !== 0 && existsSync(path)) await makeWritable(path);
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}
