import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessWatch {
  /** The command line and environment of every process so far whose environment contains `marker`. */
  seen(): ReadonlyMap<string, string>;
  stop(): void;
}

const LOOK_EVERY_MS = 2;

/** Reads /proc, as any other program of the same user can. */
export function watchProcesses(marker: string): ProcessWatch {
  const seen = new Map<string, string>();
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) look(pid, marker, seen);
  }, LOOK_EVERY_MS);
  return { seen: () => seen, stop: () => clearInterval(timer) };
}

function look(pid: string, marker: string, seen: Map<string, string>): void {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (!environment.includes(marker)) return;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    // A process counts as another one after exec.
    seen.set(`${pid} ${commandLine}`, commandLine + environment);
  } catch {
    // It has ended in the meantime.
  }
}
