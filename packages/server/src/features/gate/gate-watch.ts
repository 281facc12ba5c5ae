import type { Logger } from 'pino';
import type { GateOutcome, GateWatch } from '../../services.ts';

export interface GateWatchOptions {
  /** How long reads pass while the database does not answer. 0 means that they do not pass. */
  readonly readsWhenDownSeconds: number;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

/** Counts the gate's decisions, and remembers since when the database has not answered. */
export function createGateWatch({ readsWhenDownSeconds, logger }: GateWatchOptions): GateWatch {
  const counts: Record<GateOutcome, number> = { allowed: 0, refused: 0, unavailable: 0, unchecked: 0 };
  let downSince: number | undefined;
  return {
    counts,
    isDown: () => downSince !== undefined,
    count: (outcome) => {
      counts[outcome] += 1;
    },
    noteAnswer: () => {
      if (downSince === undefined) return;
      downSince = undefined;
      logger.info('the gate asks the database again about every request');
    },
    mayReadUnchecked: (now) => {
      if (downSince === undefined) {
        downSince = now;
        const reads = { readsPassForSeconds: readsWhenDownSeconds };
        logger.warn(reads, 'the database does not answer: the gate refuses every write, and reads after this time');
      }
      return now - downSince < readsWhenDownSeconds * 1000;
    },
  };
}
