import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Long, because a keychain may ask the user to unlock it. */
const TIMEOUT_MS = 120_000;
const ENDINGS = process.platform === 'win32' ? ['.exe'] : [''];

export interface ProgramAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The absolute path of a program, or undefined. Skips relative folders in PATH: anybody may write to those. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  const candidates = folders.filter(isAbsolute).flatMap((folder) => ENDINGS.map((end) => join(folder, name + end)));
  return candidates.find(isExecutable);
}

/** Secrets go only through standard input and output, because other users can read arguments and environments (R45). */
export async function runKeychainProgram(
  program: string,
  args: readonly string[],
  input: string,
): Promise<ProgramAnswer> {
  const child = spawn(program, args, { stdio: 'pipe', timeout: TIMEOUT_MS });
  const exitCode = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  // If a program ends without reading its input, its exit code says more than EPIPE.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code, stdout, stderr] = await Promise.all([exitCode, text(child.stdout), text(child.stderr)]);
  return { exitCode: code, stdout, stderr };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
