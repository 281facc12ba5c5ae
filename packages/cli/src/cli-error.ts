/** `--help` promises these numbers, so scripts can rely on them. */
export const EXIT_CODE = {
  ok: 0,
  failed: 1,
  usage: 2,
  notSignedIn: 3,
  refused: 4,
  unreachable: 5,
  found: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** How `--help` describes the exit codes. */
export const EXIT_CODE_HELP = `Exit codes:
  0    done
  1    failed
  2    wrong use
  3    not signed in, or the command-line login has ended
  4    refused by the server, the registry or this workstation's registry.json
  5    server or registry unreachable
  6    lanyard scan found access tokens
  130  interrupted`;

/** A failure in two sentences: what happened, and what to do. Neither ever contains a secret. */
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
