import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { Secret } from '@lanyard/core/secret';
import pLimit from 'p-limit';
import type { Logger } from 'pino';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain; it may hold a link that is a credential. */
  readonly text: Secret;
}

/** Mail goes out after the answer: neither time nor failure may show whether there was one to send. */
export interface Mailer {
  /** `write` runs later, and may find that there is nothing to send. False where too many wait already. */
  send(write: () => Promise<Mail | undefined>): boolean;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

const AT_ONCE = 4;
const MAXIMUM_WAITING = 1000;
/** A stop waits no longer for what is to be sent still. */
const STOP_MILLISECONDS = 3000;

export interface MailQueue extends Mailer {
  /** Takes no more mail, and lets what waits go while there is time. */
  stop(): Promise<void>;
}

/**
 * Only in memory: a mail may hold a credential, which a database must not (R17). What a stop loses, its reader asks
 * for again.
 */
export function createMailQueue(
  deliver: (mail: Mail) => Promise<void>,
  logger: Pick<Logger, 'warn'>,
  describe: (error: unknown) => object,
): MailQueue {
  const limit = pLimit(AT_ONCE);
  const waiting = new Set<Promise<void>>();
  let isStopping = false;

  const run = async (write: () => Promise<Mail | undefined>): Promise<void> => {
    // Not before the answer is written: what it costs must not show in it.
    await setImmediate();
    try {
      const mail = await write();
      if (mail) await deliver(mail);
    } catch (error) {
      logger.warn({ error: describe(error) }, 'a mail was not sent');
    }
  };

  return {
    send: (write) => {
      if (isStopping || waiting.size >= MAXIMUM_WAITING) return false;
      const sent = limit(() => run(write)).finally(() => waiting.delete(sent));
      waiting.add(sent);
      return true;
    },
    idle: async () => {
      while (waiting.size > 0) await Promise.all(waiting);
    },
    stop: async () => {
      isStopping = true;
      const outOfTime = new AbortController();
      const timer = delay(STOP_MILLISECONDS, undefined, { signal: outOfTime.signal }).catch(() => undefined);
      await Promise.race([Promise.all(waiting), timer]);
      outOfTime.abort();
      limit.clearQueue();
    },
  };
}
