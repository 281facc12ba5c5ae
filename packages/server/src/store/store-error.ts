import { DomainError } from '@lanyard/core/domain-error';

const TAKEN: readonly (readonly [RegExp, string])[] = [
  [/accounts[._]email/, 'the e-mail address is taken'],
  [/namespaces|accounts[._]name|organizations[._]name/, 'the name is taken'],
  [/teams[._]/, 'a team of that name exists'],
  [/registries[._]service/, 'another registry has that service'],
  [/registries[._]name/, 'a registry of that name exists'],
];

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57014',
]);

/** SQLite's primary result codes: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. */
const SQLITE_UNREACHABLE = new Set([5, 6, 8, 10, 13, 14]);
/** Its extended codes for a unique or primary key that is taken. */
const SQLITE_TAKEN = new Set([1555, 2067]);

/** What a driver's error means to the rules; any other error comes back as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  if (isTaken(error)) return new DomainError('conflict', { reason: reasonOf(error) });
  return isUnreachable(error) ? new DomainError('unavailable', { what: 'database' }) : error;
}

/** PostgreSQL asks to try these transactions once more. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

function reasonOf(error: Error): string {
  const where = 'constraint' in error ? String(error.constraint) : error.message;
  return TAKEN.find(([pattern]) => pattern.test(where))?.[1] ?? 'it exists already';
}

function isTaken(error: Error): boolean {
  return SQLITE_TAKEN.has(sqliteCodeOf(error) ?? 0) || codeOf(error) === '23505';
}

function isUnreachable(error: Error): boolean {
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode !== undefined) return SQLITE_UNREACHABLE.has(sqliteCode & 0xff);
  if (UNREACHABLE.has(codeOf(error)) || codeOf(error).startsWith('08')) return true;
  return /^Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function sqliteCodeOf(error: Error): number | undefined {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}
