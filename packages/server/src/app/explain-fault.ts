import { DomainError } from '@lanyard/core/domain-error';
import { textOf } from '../http/error-table.ts';
import { MasterKeyError } from '../keys/master-key.ts';
import { RevocationsFileError } from '../store/revocations-file.ts';
import { StoreFault } from '../store/store-fault.ts';
import { AdminError } from './admin/admin-world.ts';
import { ConfigError } from './config.ts';

const IN_WORDS = [MasterKeyError, RevocationsFileError, StoreFault, AdminError];

/** One line that says what is wrong and what to do. Only an unexpected error keeps its stack. */
export function explainFault(error: unknown): string {
  if (error instanceof ConfigError) return `the settings are wrong: ${error.message.replaceAll('\n', '; ')}`;
  if (error instanceof DomainError) return textOfDomainError(error);
  if (!(error instanceof Error)) return String(error);
  if (IN_WORDS.some((kind) => error instanceof kind)) return error.message;
  return textOfListening(error) ?? error.stack ?? error.message;
}

function textOfDomainError(error: DomainError): string {
  if (error.code !== 'unavailable') return textOf(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `the database does not answer as it should${code}: see DATABASE_URL, or LANYARD_DATA_DIR for SQLite`;
}

/** The text for a server that cannot listen on its port. Undefined for any other error. */
function textOfListening(error: Error): string | undefined {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (code === 'EADDRINUSE') return 'the port is taken: stop the other program or set LANYARD_PORT';
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return undefined;
  return `the server cannot listen at its address (${code}): see LANYARD_HOST and LANYARD_PORT`;
}
