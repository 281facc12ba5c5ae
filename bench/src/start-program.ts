import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  /** What it printed up to and with its line that begins with `ready`. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Runs a program of this folder in a process of its own and waits until it is ready. */
export async function startProgram(name: string, parameters: readonly string[]): Promise<Program> {
  const file = new URL(`./${name}.ts`, import.meta.url).pathname;
  const child = spawn(process.execPath, [file, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = await linesUntilReady(child);
  return {
    lines,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function linesUntilReady(child: ChildProcess): Promise<readonly string[]> {
  if (!child.stdout) throw new Error('the program has no output');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith('ready')) return lines;
  }
  throw new Error('the program ended before it was ready');
}
