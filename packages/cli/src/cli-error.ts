import { EXIT_CODE, type ExitCode } from './exit-code.ts';

/** A failure in two sentences: what happened, and what to do about it. Neither ever holds a secret. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

export function failed(message: string, hint?: string): CliError {
  return new CliError(EXIT_CODE.failed, message, hint);
}

export function wrongUse(message: string, hint?: string): CliError {
  return new CliError(EXIT_CODE.usage, message, hint);
}

export function notSignedIn(message: string, hint?: string): CliError {
  return new CliError(EXIT_CODE.notSignedIn, message, hint);
}

export function refused(message: string, hint?: string): CliError {
  return new CliError(EXIT_CODE.refused, message, hint);
}

export function unreachable(message: string, hint?: string): CliError {
  return new CliError(EXIT_CODE.unreachable, message, hint);
}
