import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Runs a program of this benchmark, or of the one in another folder, in a separate process. The program is ready when
 * it prints `ready PORT`.
 */
export async function startProgram(name: string, parameters: readonly string[], folder = import.meta.dirname) {
  const child = spawn(process.execPath, [`${folder}/${name}.ts`, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Listens from the start, because a caller that starts to wait after the program's end would wait forever.
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
