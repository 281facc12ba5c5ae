import { DomainError } from '@lanyard/core/domain-error';
import { textOf } from '../../http/error-table.ts';
import { MasterKeyError } from '../../keys/master-key.ts';
import { ConfigError } from '../config.ts';
import { AdminError } from './admin-error.ts';

/** One line: what is wrong and what to do. Only what nobody foresaw keeps its stack. */
export function explainFault(error: unknown): string {
  if (error instanceof DomainError) return textOf(error);
  if (error instanceof ConfigError) return `the settings are wrong: ${error.message.replaceAll('\n', '; ')}`;
  if (error instanceof AdminError || error instanceof MasterKeyError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
