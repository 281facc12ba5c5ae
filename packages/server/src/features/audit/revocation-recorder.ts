import type { Revocation } from '@lanyard/core/audit/revocations';
import type { Logger } from 'pino';
import type { RevocationRecorder } from '../../services.ts';
import type { RevocationsFile } from '../../store/revocations-file.ts';

const RETRY_MILLISECONDS = 5000;
/** Above this number, the oldest ones are dropped: a full disk must not fill the memory too. */
const MAXIMUM_WAITING = 100_000;

export interface StoppableRevocationRecorder extends RevocationRecorder {
  stop(): Promise<void>;
}

/**
 * Writes every revocation outside the database too, before the caller gets an answer. By then it is committed, and is
 * valid even if the file cannot be written. If writing fails, that is logged, and the revocation waits for the next
 * try.
 */
export function createRevocationRecorder(
  file: RevocationsFile | undefined,
  logger: Pick<Logger, 'error'>,
): StoppableRevocationRecorder {
  if (!file) return { record: async () => undefined, stop: async () => undefined };
  let waiting: readonly Revocation[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const taken = waiting;
    if (taken.length === 0) return;
    waiting = [];
    try {
      await file.append(taken);
    } catch (error) {
      waiting = [...taken, ...waiting].slice(-MAXIMUM_WAITING);
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
      logger.error(
        { waiting: waiting.length, code },
        'revocations are not in LANYARD_REVOCATIONS_FILE: a restored copy of the database would not know them; it is tried again',
      );
    }
  };
  const flush = () => {
    // Revocations that arrive during a write are written together afterwards.
    writing = writing.then(write);
    return writing;
  };
  const timer = setInterval(flush, RETRY_MILLISECONDS);
  timer.unref();
  return {
    record: (revocations) => {
      waiting = [...waiting, ...revocations];
      return flush();
    },
    stop: async () => {
      clearInterval(timer);
      await flush();
      await file.close();
    },
  };
}
