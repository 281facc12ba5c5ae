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
  'SQLITE_BUSY',
  'SQLITE_CANTOPEN',
  'SQLITE_FULL',
  'SQLITE_READONLY',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57014',
]);

/** What a driver's error means to the rules; any other error comes back as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new DomainError('conflict', { reason: reasonOf(error) });
  }
  return isUnreachable(code, error.message) ? new DomainError('unavailable', { what: 'database' }) : error;
}

/** PostgreSQL asks to try these transactions once more. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

function reasonOf(error: Error): string {
  const where = 'constraint' in error ? String(error.constraint) : error.message;
  return TAKEN.find(([pattern]) => pattern.test(where))?.[1] ?? 'it exists already';
}

function isUnreachable(code: string, message: string): boolean {
  if (UNREACHABLE.has(code) || code.startsWith('08') || code.startsWith('SQLITE_IOERR')) return true;
  return (
    code.startsWith('SQLITE_BUSY') || /^Connection terminated|timeout exceeded when trying to connect/.test(message)
  );
}
