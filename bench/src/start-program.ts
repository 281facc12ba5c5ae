import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Runs a program of this project's benchmark, or of the one in another folder, in a process of its own. It is ready when
 * it prints `ready PORT`.
 */
export async function startProgram(name: string, parameters: readonly string[], folder = import.meta.dirname) {
  const child = spawn(process.execPath, [`${folder}/${name}.ts`, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // From the start: a caller that waits only at the end would wait forever for a program that ended before.
  const ended = once(child, 'exit');
  const port = await portWhenReady(child);
  return {
    pid: child.pid ?? 0,
    url: `http://localhost:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} ended before its time`);
      child.kill('SIGTERM');
      await ended;
    },
  } satisfies Program;
}

async function portWhenReady(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the program has no output');
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('ready')) return line.split(' ')[1] ?? '';
  }
  throw new Error('the program ended before it was ready');
}
