import type { ScannerCommand } from '../../outbound/scanner-command.ts';
import type { ScanTask, VulnerabilityScanner } from './vulnerability-scanner.ts';

const WATCHED_EVERY_MILLISECONDS = 500;

/** Reads an image once, for its bill of materials, and matches that with each new database. */
export function scanByCommand(command: ScannerCommand): VulnerabilityScanner {
  return {
    facts: async () => ({ engine: await command.engine(), tellsDatabase: true }),
    scan: async (task) => {
      const made =
        task.sbom === undefined
          ? await watched(task, async (signal) => command.sbom(await task.artifact(), signal))
          : undefined;
      const report = await watched(task, (signal) => command.match(made ?? task.sbom ?? '', signal));
      return { report, sbom: made };
    },
  };
}

/** Keeps the claim while the program runs, and ends the program if the claim cannot be kept. */
async function watched<Result>(task: ScanTask, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const ending = new AbortController();
  const running = run(ending.signal);
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  const ended = running.then(done, done);
  try {
    while (!isDone) await Promise.race([ended, task.pause(WATCHED_EVERY_MILLISECONDS)]);
  } catch (error) {
    ending.abort();
    await ended;
    throw error;
  }
  return running;
}
