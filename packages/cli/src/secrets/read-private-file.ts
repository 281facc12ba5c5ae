import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { failed } from '../cli-error.ts';

const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
const GROUP_AND_OTHERS = 0o077;

/** On Windows, other users cannot open a user's folder, and modes have no meaning. */
export const isPosix = process.platform !== 'win32';

/** The text of a file, or undefined if there is none. Throws if anyone but its owner can read it. */
export function readPrivateFile(path: string): string | undefined {
  const file = openExisting(path);
  if (file === undefined) return undefined;
  try {
    requirePrivate(path, fstatSync(file));
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

export function requireOwn(path: string, status: Stats): void {
  if (!isPosix || status.uid === process.geteuid?.()) return;
  throw failed(`${path} belongs to another user`, 'run as that user, or set XDG_CONFIG_HOME to a folder of your own');
}

export function modeText(status: Stats): string {
  return (status.mode & 0o777).toString(8).padStart(4, '0');
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, O_RDONLY | O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') throw failed(`${path} is a symbolic link`, 'replace it with the file itself');
    throw failed(`${path} cannot be read (${code})`);
  }
}

function requirePrivate(path: string, status: Stats): void {
  if (!status.isFile()) throw failed(`${path} is not a file`);
  requireOwn(path, status);
  if (!isPosix || (status.mode & GROUP_AND_OTHERS) === 0) return;
  throw failed(
    `others can read ${path} (mode ${modeText(status)})`,
    `run: chmod 600 ${path}; then sign in again, because others may know the secrets in it`,
  );
}
