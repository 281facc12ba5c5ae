import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { answerMetricsOfWorkers } from './worker-metrics.ts';

/** If a worker ends sooner than this, the next one would too. So the next start waits twice as long. */
const SOON_MILLISECONDS = 10_000;
const SHORTEST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

export interface Workers {
  /**
   * Resolves when all workers serve, or when they were asked to stop earlier. False if the first worker could not
   * start. That worker has then printed the reason.
   */
  readonly started: Promise<boolean>;
  /** Asks each worker to stop, as a server stops. Resolves with whether all ended normally. */
  stop(signal: NodeJS.Signals): Promise<boolean>;
}

/**
 * Runs this many processes of this program on one port. The first one prepares the start alone, before the others
 * begin, and does the housekeeping. A worker that ends by itself is replaced.
 */
export function superviseWorkers(count: number, logger: Pick<Logger, 'info' | 'error'>): Workers {
  let isStopping = false;
  const keepUp = (worker: Worker, isFirst: boolean, pause = SHORTEST_PAUSE_MILLISECONDS): void => {
    const startedAt = Date.now();
    worker.once('exit', (code, signal) => {
      if (isStopping) return;
      logger.error({ cause: String(signal ?? code) }, 'a worker ended by itself; another one takes its place');
      const endedSoon = Date.now() - startedAt < SOON_MILLISECONDS;
      const next = endedSoon ? Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS) : SHORTEST_PAUSE_MILLISECONDS;
      setTimeout(() => isStopping || keepUp(fork(isFirst), isFirst, next), next);
    });
  };
  const start = async () => {
    // Waits until the caller listens for signals. An earlier signal would end only this process.
    await Promise.resolve();
    const first = fork(true);
    if (!(await isListening(first))) return isStopping;
    keepUp(first, true);
    const further = Array.from({ length: isStopping ? 0 : count - 1 }, () => fork(false));
    for (const worker of further) keepUp(worker, false);
    const areServing = (await Promise.all(further.map(isListening))).every(Boolean);
    if (areServing && !isStopping) logger.info('all workers serve');
    return true;
  };
  // JSON would send NaN, for a gauge that nobody can measure now, as 0.
  cluster.setupPrimary({ serialization: 'advanced' });
  answerMetricsOfWorkers();
  return {
    started: start(),
    stop: async (signal) => {
      isStopping = true;
      // A worker that has ended stays listed until its channel is closed too. It does not end a second time.
      const known = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
      const running = known.filter((worker) => !worker.isDead());
      const ends = running.map((worker) => once(worker, 'exit') as Promise<[code: number | null, by: string | null]>);
      for (const worker of running) worker.process.kill(signal);
      // A worker that is still starting ends directly because of the signal.
      return (await Promise.all(ends)).every(([code, by]) => code === 0 || by === signal);
    },
  };
}

const FIRST = 'FIRST_WORKER';

function fork(isFirst: boolean): Worker {
  return cluster.fork({ [FIRST]: String(isFirst) });
}

/** Also true for a server without other workers, because it is then the first one. */
export function isFirstWorker(environment: Readonly<Record<string, string | undefined>>): boolean {
  return cluster.isPrimary || environment[FIRST] === 'true';
}

async function isListening(worker: Worker): Promise<boolean> {
  const ended = new AbortController();
  const { signal } = ended;
  const listening = once(worker, 'listening', { signal }).then(() => true);
  const exit = once(worker, 'exit', { signal }).then(() => false);
  const result = await Promise.race([listening, exit]);
  await Promise.allSettled([listening, exit, ended.abort()]);
  return result;
}
