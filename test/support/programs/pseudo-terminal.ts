import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { programEnvironment } from './run-program.ts';

export interface TerminalOptions {
  /** Added to `programEnvironment`. Pass secrets only in this way. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly columns?: number;
}

export interface TerminalSession extends AsyncDisposable {
  /** Everything that the terminal got so far, including control sequences and `\r\n`. */
  output(): string;
  /** The same as lines of text. */
  text(): string;
  /** Waits until the text matches. Throws with the text if the program ends or prints nothing for too long. */
  waitFor(pattern: RegExp, withinSeconds?: number): Promise<RegExpExecArray>;
  /** Types on the keyboard. Enter is `\r`, Ctrl-C is `\x03`. */
  type(keys: string): void;
  /** Waits for the end and returns the exit code, or 128 + the signal's number if a signal ended it. */
  exitCode(withinSeconds?: number): Promise<number>;
  /** Ends everything that still runs. Can be called again. */
  stop(): Promise<void>;
}

const ROWS = 40;

/** Runs a program in its own terminal, through script(1) of util-linux. Arguments must contain no secret. */
export function runInTerminal(
  command: string,
  args: readonly string[],
  { env, cwd, columns = 120 }: TerminalOptions = {},
): TerminalSession {
  // script(1) accepts only a command line. `exec` removes the shell between it and the program.
  const line = `stty rows ${ROWS} cols ${columns}; exec ${[command, ...args].map(quote).join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    env: programEnvironment({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }),
    ...(cwd !== undefined && { cwd }),
  });
  endWithCaller(child);
  return sessionOf(child);
}

function sessionOf(child: ChildProcessWithoutNullStreams): TerminalSession {
  let collected = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    collected += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    collected += chunk;
  });
  // A program can end before it reads what is typed.
  child.stdin.on('error', () => {});
  const text = () => stripVTControlCharacters(collected).replaceAll('\r\n', '\n');
  const ended = once(child, 'close').then(() => exitCodeOf(child));
  // A waiting caller gets the error. Without one, it must not be an unhandled rejection.
  ended.catch(() => {});
  const stop = () => end(child, ended);
  return {
    output: () => collected,
    text,
    waitFor: (pattern, withinSeconds = 20) => waitFor({ child, text, ended }, pattern, withinSeconds),
    type: (keys) => void child.stdin.write(keys),
    exitCode: (withinSeconds = 20) => withLimit(ended, withinSeconds, () => `it did not end\n${text()}`),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly text: () => string;
  readonly ended: Promise<number>;
}

async function waitFor(
  { child, text, ended }: Running,
  pattern: RegExp,
  withinSeconds: number,
): Promise<RegExpExecArray> {
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  const look = () => {
    const match = pattern.exec(text());
    if (match) resolve(match);
  };
  child.stdout.on('data', look);
  look();
  ended.then((code) => reject(new Error(`it ended with ${code} before ${pattern}\n${text()}`)), reject);
  const late = () => `it did not print ${pattern}\n${text()}`;
  return withLimit(promise, withinSeconds, late).finally(() => child.stdout.off('data', look));
}

async function withLimit<Value>(promise: Promise<Value>, seconds: number, late: () => string): Promise<Value> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`within ${seconds} s ${late()}`)), seconds * 1000);
  return Promise.race([promise, limit.promise]).finally(() => clearTimeout(timer));
}

async function end(child: ChildProcessWithoutNullStreams, ended: Promise<number>): Promise<void> {
  if (child.pid === undefined) return;
  killAll(child);
  await ended;
}

/**
 * A program that ignores the end of its terminal would continue to run. So it is killed first, with everything that it
 * started.
 */
function killAll(child: ChildProcessWithoutNullStreams): void {
  if (hasEnded(child)) return;
  for (const pid of programsOf(child)) killGroup(pid);
  child.kill('SIGKILL');
}

/** script(1) makes its program the leader of a session, and so of a process group. */
function programsOf({ pid }: ChildProcessWithoutNullStreams): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return children.split(' ').filter(Boolean).map(Number);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // It can have ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A test run that ends early must not leave programs behind. */
function endWithCaller(child: ChildProcessWithoutNullStreams): void {
  const stop = () => killAll(child);
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
}

function hasEnded(child: ChildProcessWithoutNullStreams): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function exitCodeOf(child: ChildProcessWithoutNullStreams): number {
  return child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'];
}

/** For a POSIX shell, which interprets nothing in single quotes. */
function quote(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
