/** Says in one line what is wrong with the database at the start, and what to do. */
export class StoreFault extends Error {}

const NOT_A_DATABASE = new Set([11, 26]);
const NO_ACCESS = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOSPC']);
/** SQLite's primary codes: PERM, READONLY, IOERR, CANTOPEN. */
const CANNOT_OPEN = new Set([3, 8, 10, 14]);

/** The fault of opening this file. Any other error comes back unchanged. */
export function faultOfFile(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreFault) return error;
  const { code, errcode } = (error.cause ?? error) as { readonly code?: unknown; readonly errcode?: unknown };
  const sqliteCode = typeof errcode === 'number' ? errcode & 0xff : -1;
  if (isDamage(error)) return damagedFile(path);
  if (!NO_ACCESS.has(String(code)) && !CANNOT_OPEN.has(sqliteCode)) return error;
  return new StoreFault(`the database ${path} cannot be opened for writing: check its folder, its owner and its disk`);
}

/** Whether SQLite says that the file is not a database, or is damaged. */
export function isDamage(error: unknown): boolean {
  const { errcode } = ((error instanceof Error && error.cause) || error) as { readonly errcode?: unknown };
  return typeof errcode === 'number' && NOT_A_DATABASE.has(errcode & 0xff);
}

export function missingDatabase(where: string): StoreFault {
  return new StoreFault(
    `there is no database of a server ${where}: give this command the settings of the server, or start the server first`,
  );
}

export function damagedFile(path: string): StoreFault {
  return new StoreFault(`the database ${path} is damaged: put a backup in its place (docs/operate.md)`);
}
