import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface ProgramOptions {
  /** Standard input. Pass secrets only here or in `env`. Empty by default. */
  readonly input?: string;
  /** Added to `programEnvironment`. Nothing else is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  readonly cwd?: string;
  /** The user to run as, if the caller is root. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface ProgramResult {
  /** 128 + the signal's number if a signal ended it, as in shells. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without a shell. Arguments must contain no secret. An exit code other than 0 is a normal
 * result. Throws if the program cannot be started or does not end in time. In that case it is killed with all its
 * children.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { input = '', env, timeoutSeconds = 60, ...rest } = options;
  // Its own process group: it has no terminal to ask for a password, and one signal reaches its children.
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

/** Waits until it has ended and all its output is read. */
async function finish(child: ChildProcessWithoutNullStreams, input: string): Promise<number> {
  // A program can end without reading its input. Its exit code says more than EPIPE.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'];
}

function kill(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  // A child that left the group would keep these open, and we would wait until it ends.
  child.stdout.destroy();
  child.stderr.destroy();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It can have ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Returns the result. Throws the program's output if it did not exit with 0. */
export async function requireSuccess(running: Promise<ProgramResult>): Promise<ProgramResult> {
  const result = await running;
  if (result.exitCode === 0) return result;
  throw new Error(`the program exited with ${result.exitCode}\n${result.stdout}${result.stderr}`);
}

const inherited = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] as const;

/** Beside the code, as for the command line: in a shared temporary folder, others could put code there. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/lanyard-test', import.meta.url));

/**
 * The environment of a program under test. It has little of the caller's own, because registries read REGISTRY_*,
 * clients DOCKER_* and CONTAINERS_*, and the product LANYARD_*. Otherwise a test would depend on who runs it.
 */
export function programEnvironment(additions: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8', NODE_COMPILE_CACHE: COMPILE_CACHE, ...additions };
}
