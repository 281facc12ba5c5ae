import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface ProgramOptions {
  /** Standard input; the way to hand over a secret, as is `env`. Empty by default. */
  readonly input?: string;
  /** Added to `programEnvironment`; nothing else is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  readonly cwd?: string;
  /** Whom to run as, where the caller is root. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface ProgramResult {
  /** 128 + the signal's number where a signal ended it, as shells count. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without a shell; arguments must hold no secret. An exit code other than 0 is a result.
 * Throws if the program cannot be started or does not end in time; then it is killed with all its children.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { input = '', env, timeoutSeconds = 60, ...rest } = options;
  // A process group of its own: no terminal to ask for a password on, and one signal reaches its children.
  const child = spawn(command, args, { ...rest, env: programEnvironment(env), detached: true });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(child);
  }, timeoutSeconds * 1000);
  const exitCode = await finish(child, input).finally(() => clearTimeout(timer));
  if (late) throw new Error(`${command} did not end within ${timeoutSeconds} s\n${stdout()}${stderr()}`);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

function collect(stream: Readable): () => string {
  let collected = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    collected += chunk;
  });
  return () => collected;
}

/** Waits until it has ended and all that it printed is read. */
async function finish(child: ChildProcessWithoutNullStreams, input: string): Promise<number> {
  // A program may end without reading its input: its exit code tells more than EPIPE.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'];
}

function kill(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  // A child that left the group would keep these open, and us waiting, for as long as it lives.
  child.stdout.destroy();
  child.stderr.destroy();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It may have ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Gives the result back; throws what the program printed if it did not exit with 0. */
export async function requireSuccess(running: Promise<ProgramResult>): Promise<ProgramResult> {
  const result = await running;
  if (result.exitCode === 0) return result;
  throw new Error(`the program exited with ${result.exitCode}\n${result.stdout}${result.stderr}`);
}

const inherited = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] as const;

/** Beside the code, as the command line keeps its own: in a shared temporary folder, others could plant code. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/lanyard-test', import.meta.url));

/**
 * The environment of a program under test: little of the caller's own, since registries read REGISTRY_*, clients
 * DOCKER_* and CONTAINERS_*, and the product LANYARD_*, which would make a test depend on who runs it.
 */
export function programEnvironment(additions: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8', NODE_COMPILE_CACHE: COMPILE_CACHE, ...additions };
}
