import { DomainError } from '@lanyard/core/domain-error';

/** PostgreSQL's name of a constraint, or SQLite's columns. Then what it means, and the field with the fault. */
const TAKEN: readonly (readonly [RegExp, string, string?])[] = [
  [/accounts[._]email/, 'the e-mail address is taken', 'email'],
  [/namespaces|accounts[._]name|organizations[._]name/, 'the name is taken', 'name'],
  [/organization_domains/, 'another organization has proven this domain', 'name'],
  [/scim_users/, 'another user of the organization has that userName', 'userName'],
  [/scim_groups/, 'another group of the organization has that displayName', 'displayName'],
  [/second_factors/, 'this passkey is registered already', 'passkey'],
  [/identities/, 'this account is connected to another person at the provider'],
  [/teams[._]/, 'a team of that name exists', 'name'],
  [/registries[._]service/, 'another registry has that service', 'service'],
  [/registries[._]name/, 'a registry of that name exists', 'name'],
];

/** The place of the next event is taken, by a row that no server wrote, or because the head was set back. */
const AUDIT_PLACE_TAKEN = /audit_events|the audit log has this event already/;

const POSTGRES_UNIQUE_VIOLATION = '23505';
const POSTGRES_FOREIGN_KEY_VIOLATION = '23503';
/** SQLite's extended codes for a primary key or a unique column that is taken. */
const SQLITE_UNIQUE_VIOLATIONS = new Set([1555, 2067]);
const SQLITE_TRIGGER_REFUSAL = 1811;
const SQLITE_FOREIGN_KEY_VIOLATION = 787;
/** SQLite's primary code, which is the low byte of every extended code. */
const SQLITE_BUSY = 5;

/**
 * PostgreSQL by class: 08 connection lost, 53 out of disk, memory or connections, 57 stopped or timed out, 58 I/O. Then
 * single codes: waited too long for a lock, closed as idle, and a database that has become a read-only standby.
 */
const UNREACHABLE_POSTGRES = /^(?:08|53|57|58)[0-9A-Z]{3}$|^(?:55P03|25P03|25006)$/;
/** SQLite's primary codes: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL. */
const UNREACHABLE_SQLITE = new Set([SQLITE_BUSY, 6, 7, 8, 10, 13, 14, 15]);
/** The driver's own errors have no code. */
const UNREACHABLE_MESSAGE =
  /^Connection terminated|timeout exceeded when trying to connect|^Query read timeout|not queryable$/;

/**
 * Translates a driver's error for the rules. Other errors come back unchanged, and so do those that are tried again. If
 * the database fails to do something, nothing has changed. That includes a failure to write the audit event (R10), a
 * lost table and a revoked right. The caller is asked to try again, and the log has the cause.
 */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  if (isAuditPlaceTaken(error)) return new DomainError('audit-log-damaged', {});
  if (isTaken(error)) return conflict(error);
  if (isDangling(error)) return new DomainError('conflict', { reason: 'what it refers to is gone' });
  return isUnreachable(error) || isRefusal(error) ? unavailable(error) : error;
}

/** The cause is for the operator's log. Callers learn only that there is no database. */
export function unavailable(cause: unknown): DomainError<'unavailable'> {
  const error = new DomainError('unavailable', { what: 'database' });
  return Object.defineProperty(error, 'cause', { value: cause, enumerable: false });
}

/** PostgreSQL asks to repeat these transactions: serialization failure, deadlock. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** Whether another connection holds SQLite's only write lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && ((sqliteCodeOf(error) ?? 0) & 0xff) === SQLITE_BUSY;
}

/** After these errors, the connection is in an unknown state, so no other request may use it. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode !== undefined) return UNREACHABLE_SQLITE.has(sqliteCode & 0xff);
  if (UNREACHABLE_POSTGRES.test(codeOf(error))) return true;
  return isSocketError(error) || UNREACHABLE_MESSAGE.test(error.message);
}

/**
 * Any other refusal of a database, for example by a trigger, because of a missing right, or because of a damaged file.
 */
function isRefusal(error: Error): boolean {
  return sqliteCodeOf(error) !== undefined || ('severity' in error && !isRetryable(error));
}

/** For a name with several addresses, the error contains the errors of all of them. */
function isSocketError(error: Error): boolean {
  return 'syscall' in error || (error instanceof AggregateError && error.errors.some((one) => 'syscall' in one));
}

function isTaken(error: Error): boolean {
  return SQLITE_UNIQUE_VIOLATIONS.has(sqliteCodeOf(error) ?? 0) || codeOf(error) === POSTGRES_UNIQUE_VIOLATION;
}

function isDangling(error: Error): boolean {
  return sqliteCodeOf(error) === SQLITE_FOREIGN_KEY_VIOLATION || codeOf(error) === POSTGRES_FOREIGN_KEY_VIOLATION;
}

function sqliteCodeOf(error: Error): number | undefined {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isAuditPlaceTaken(error: Error): boolean {
  const isRefused = isTaken(error) || sqliteCodeOf(error) === SQLITE_TRIGGER_REFUSAL;
  return isRefused && AUDIT_PLACE_TAKEN.test(placeOf(error));
}

/** The constraint, or SQLite's message, which names the columns. */
function placeOf(error: Error): string {
  return 'constraint' in error ? String(error.constraint) : error.message;
}

function conflict(error: Error): DomainError<'conflict'> {
  const where = placeOf(error);
  const [, reason, field] = TAKEN.find(([pattern]) => pattern.test(where)) ?? [];
  return new DomainError('conflict', { reason: reason ?? 'it exists already', ...(field !== undefined && { field }) });
}
