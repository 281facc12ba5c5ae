import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { CliError, EXIT_CODE, failed, wrongUse } from './cli-error.ts';
import type { GlobalOptions } from './commands/command-context.ts';
import { readEnvironment } from './environment.ts';
import { createProgram } from './program.ts';
import { openTerminal, reportError } from './terminal.ts';

export async function main(
  args: readonly string[] = process.argv.slice(2),
  makeEnvironment = readEnvironment,
): Promise<void> {
  process.stdout.on('error', endWithReader);
  const terminal = openTerminal();
  const environment = makeEnvironment();
  const contextOf = ({ json = false, registry }: GlobalOptions) => ({
    environment,
    terminal,
    json,
    registry,
    now: () => Date.now(),
    sleep: (milliseconds: number) => sleep(milliseconds),
  });
  const program = createProgram(contextOf);
  for (const command of withSubcommands(program)) {
    // A wrong command line is reported like every other failure.
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) return;
    if (failure.message !== '') reportError(terminal, failure, args.includes('--json'));
    process.exitCode = failure.exitCode;
  }
}

type Program = ReturnType<typeof createProgram>;

function withSubcommands(command: Program): readonly Program[] {
  return [command, ...command.commands.flatMap((sub) => withSubcommands(sub as Program))];
}

/** Undefined when the program only showed its help or version. */
function failureOf(error: unknown): CliError | undefined {
  if (error instanceof CliError) return error;
  if (!(error instanceof CommanderError)) return unexpected(error);
  if (error.exitCode === EXIT_CODE.ok) return undefined;
  // If no command was given, the program has already shown its help.
  if (error.code === 'commander.help') return new CliError(EXIT_CODE.usage, '');
  return wrongUse(error.message.replace(/^error: /, '').replaceAll('\n', ' '), 'run: lanyard --help');
}

/** The message can quote its input, and so a secret. Only the kind of error is printed. */
function unexpected(error: unknown): CliError {
  const { code, syscall, name } = error as NodeJS.ErrnoException;
  return failed(code === undefined ? `something went wrong (${name})` : `${syscall ?? 'something'} failed (${code})`);
}

/** `lanyard token ls | head` closes the pipe early. That is not a failure. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_CODE.ok);
}
