import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Long, since a keychain may ask its person to unlock it. */
const TIMEOUT_MS = 120_000;
const ENDINGS = process.platform === 'win32' ? ['.exe'] : [''];

export interface ProgramAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The absolute path of a program, or undefined. A relative folder in PATH is passed over: anybody may stand there. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  const candidates = folders.filter(isAbsolute).flatMap((folder) => ENDINGS.map((end) => join(folder, name + end)));
  return candidates.find(isExecutable);
}

/** Secrets travel by standard input and output alone: arguments and environments can be read by others (R45). */
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
  // A program that ends without reading its input tells more by its exit code than by EPIPE.
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
