import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  /** Absolute, without symbolic links, readable by its maker alone. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes an empty folder; the name is short because socket paths end at 107 bytes. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'lanyard-'));
  return { path, remove: () => remove(path), [Symbol.asyncDispose]: () => remove(path) };
}

/** An unpacked image may hold read-only folders, which only root can empty as they are. */
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
