import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failed } from '../cli-error.ts';
import { withFileLock } from './file-lock.ts';
import { isPosix, modeText, requireOwn } from './read-private-file.ts';
import { replaceFile } from './replace-file.ts';

const WRITABLE_BY_OTHERS = 0o022;

/** Replaces a file of mode 0600 by what `work` makes of it, while no other process does the same. */
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

/** Makes the folder; throws if another account owns it or can put files into it. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const status = statSync(path);
  requireOwn(path, status);
  if (!isPosix || (status.mode & WRITABLE_BY_OTHERS) === 0) return;
  throw failed(`others can write to ${path} (mode ${modeText(status)})`, `run: chmod 700 ${path}`);
}

/** What a program that was killed had not yet put in place: secrets that nobody would ever remove. */
function removeLeftovers(path: string): void {
  const beginning = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const [, rest = ''] = name.split(beginning);
    if (name.startsWith(beginning) && /^[0-9a-f-]{36}$/.test(rest)) rmSync(join(dirname(path), name), { force: true });
  }
}
