import { spawn } from 'node:child_process';
import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';

export interface ProgramRun {
  /** A name in PATH, or an absolute path. */
  readonly program: string;
  /** Everybody on the machine can read these, so no secret may be in them. */
  readonly parameters: readonly string[];
  /** All of it. Nothing of this process's environment is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it runs. Scanners read settings and exceptions from there, so nobody else may write in it. */
  readonly folder: string;
  readonly maximumBytes: number;
  readonly longestMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program without a shell and returns what it prints. It is killed, with the processes that it started, after
 * too much time or output, or when the signal says so. Throws ScannerDown if it cannot be started, and ScanFault.
 */
export function runProgram(run: ProgramRun): Promise<string> {
  const { program, parameters, environment, folder, maximumBytes, longestMilliseconds, signal } = run;
  const name = program.split('/').at(-1) ?? program;
  return new Promise((resolve, reject) => {
    // A group of its own, so that all its processes can be ended together.
    const child = spawn(program, parameters, {
      env: environment,
      cwd: folder,
      // What it says of faults can name internal addresses, and has no limit.
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const printed: Buffer[] = [];
    let length = 0;
    let fault: ScanFault | undefined;
    const end = (reason: ScanFault) => {
      fault ??= reason;
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    };
    const stop = () => end(new ScanFault(`${name} was stopped`));
    const timer = setTimeout(
      () => end(new ScanFault(`${name} did not end within ${longestMilliseconds / 1000} s`)),
      longestMilliseconds,
    );
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    child.stdout.on('data', (bytes: Buffer) => {
      length += bytes.length;
      if (length > maximumBytes) end(new ScanFault(`${name} printed more than ${maximumBytes} bytes`));
      else printed.push(bytes);
    });
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      done();
      reject(new ScannerDown(`${name} cannot be started: ${error.code ?? 'unknown fault'}`));
    });
    child.on('close', (code, killedBy) => {
      done();
      if (fault) reject(fault);
      else if (code === 0) resolve(Buffer.concat(printed).toString());
      else reject(new ScanFault(`${name} ended with ${killedBy ?? `exit code ${code}`}`));
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
