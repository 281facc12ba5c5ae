import type { Logger } from 'pino';
import type { UsageRecorder } from '../../services.ts';
import type { Use } from '../../store/records/usage.ts';

import type { Store } from '../../store/store.ts';

const FLUSH_MILLISECONDS = 500;
/** Past this the oldest uses are dropped and counted: a database that is away must not take the memory. */
const MAXIMUM_WAITING = 200_000;

export interface StoppableUsageRecorder extends UsageRecorder {
  stop(): Promise<void>;
}

/** Collects uses and writes them twice a second in one transaction; what could not be written waits for the next. */
export function createUsageRecorder(store: Store, logger: Pick<Logger, 'warn'>): StoppableUsageRecorder {
  let waiting: Use[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const write = async () => {
    const uses = waiting;
    if (uses.length === 0) return;
    waiting = [];
    try {
      await store.transaction((records) => records.usage.record(uses));
    } catch {
      waiting = uses.concat(waiting).slice(-MAXIMUM_WAITING);
      logger.warn({ waiting: waiting.length }, 'usage could not be written; it is tried again');
    }
  };
  const flush = () => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(flush, FLUSH_MILLISECONDS);
  timer.unref();
  return {
    record: (use) => void waiting.push(use),
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
