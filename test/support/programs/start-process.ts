import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { programEnvironment } from './run-program.ts';

export interface ProcessOptions {
  /** The output that shows that it is ready. */
  readonly ready: RegExp;
  readonly readyWithinSeconds?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The user to run as, if the caller is root. */
  readonly uid?: number;
  readonly gid?: number;
  /** The signal that asks it to end. After 10 s it is killed. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface RunningProcess {
  readonly pid: number;
  /** Its exit code after its end. Null if a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Everything that it printed so far. */
  logs(): string;
  /** Stops it and waits until it has ended. Can be called again. */
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const stopWithinSeconds = 10;

/** Starts a program that runs until it is stopped. Throws with its output if it ends or is not ready in time. */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<RunningProcess> {
  const { ready, readyWithinSeconds = 20, stopSignal = 'SIGTERM', env, ...rest } = options;
  const child = spawn(command, args, { ...rest, env: programEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collectOutput(child);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  // If nobody awaits this, it must not be an unhandled rejection. For a program that cannot be started, it never
  // resolves.
  ended.catch(() => undefined);
  const stop = () => end(child, stopSignal);
  endWithCaller(child, stopSignal);
  try {
    await untilReady(child, output, ready, readyWithinSeconds);
  } catch (error) {
    await stop();
    throw new Error(`${command} ${error instanceof Error ? error.message : error}\n${output()}`, { cause: error });
  }
  return { pid: child.pid ?? 0, ended, logs: output, stop };
}

function collectOutput(child: Child): () => string {
  let collected = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      collected += chunk;
    });
  }
  return () => collected;
}

function untilReady(child: Child, output: () => string, ready: RegExp, withinSeconds: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = () => reject(new Error(`was not ready within ${withinSeconds} s`));
  const timer = setTimeout(late, withinSeconds * 1000);
  const look = () => ready.test(output()) && resolve();
  for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
  child.once('error', reject);
  // 'close' and not 'exit', because by then all its output has been read.
  child.once('close', (code, signal) => reject(new Error(`ended with ${code ?? signal} before it was ready`)));
  return promise.finally(() => {
    clearTimeout(timer);
    for (const stream of [child.stdout, child.stderr]) stream.off('data', look);
  });
}

async function end(child: Child, stopSignal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'close');
  child.kill(stopSignal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinSeconds * 1000);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: Child): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** A test run that ends early must not leave servers behind. */
function endWithCaller(child: Child, stopSignal: NodeJS.Signals): void {
  const stop = () => child.kill(stopSignal);
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
}
