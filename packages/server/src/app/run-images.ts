import type { Logger } from 'pino';
import { lookUpNextHint, walkSome } from '../features/images/read-registries.ts';
import type { Services } from '../services.ts';

const POLL_MILLISECONDS = 1000;

export interface BackgroundRounds {
  /** Waits for the round that runs now. */
  stop(): Promise<void>;
}

/**
 * Looks up the images that registries have. Returns a function that stops it. Several servers may run it at once,
 * because only one gets each hint.
 */
export function runImages(services: Services, logger: Pick<Logger, 'warn'>): BackgroundRounds {
  return runRounds(
    logger,
    'the images of registries could not be looked up; this is tried again',
    async (isStopping) => {
      while (!isStopping() && (await lookUpNextHint(services)));
      while (!isStopping() && (await walkSome(services)));
    },
  );
}

/** Runs one round after another, with a pause between them. */
export function runRounds(
  logger: Pick<Logger, 'warn'>,
  failed: string,
  round: (isStopping: () => boolean) => Promise<void>,
): BackgroundRounds {
  let isStopping = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    try {
      await round(() => isStopping);
    } catch (error) {
      const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      logger.warn({ cause }, failed);
    }
  };
  const timer = setInterval(() => {
    running ??= run().finally(() => {
      running = undefined;
    });
  }, POLL_MILLISECONDS);
  timer.unref();
  return {
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
  };
}
