import type { Outbox, Services } from '../../services.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import { CLAIM_MILLISECONDS, type MailSending, type Outcome, sendNotices } from './send-notices.ts';

const CLAIMED_AT_ONCE = 50;
const SENT_AT_ONCE = 4;
/** How often to look for notices of other servers, and for those to try again. */
const POLL_MILLISECONDS = 5000;
/** How long a stop waits for mails that are being sent. The rest stays in the outbox. */
const STOP_MILLISECONDS = 3000;

export interface NoticeDelivery extends Outbox {
  /** Continues to send while there is time, and then stops. */
  stop(): Promise<void>;
}

/**
 * Takes notices out of the outbox and sends them. A notice is removed only after it was sent, so a crash can make it
 * arrive twice but never loses it. Several servers can run this with one database.
 */
export function createNoticeDelivery(sending: MailSending): NoticeDelivery {
  let running: Promise<void> | undefined;
  let isAsked = false;
  let isStopping = false;

  const deferred: (() => Promise<void>)[] = [];
  const run = async () => {
    // Waits until the answer is written, because the answer's time must not show this work.
    await requestsAnswered();
    try {
      do {
        isAsked = false;
        for (let work = deferred.shift(); work; work = deferred.shift()) await work();
        while (!isStopping && (await deliverSome(sending)));
      } while (isAsked && !isStopping);
    } catch {
      sending.logger.warn('the outbox could not be read or written; it is tried again');
    }
  };
  const wake = () => {
    isAsked = true;
    if (isStopping || running) return;
    running = run().finally(() => {
      running = undefined;
      if (isAsked) wake();
    });
  };
  const timer = setInterval(wake, POLL_MILLISECONDS);
  timer.unref();
  const idle = async () => {
    wake();
    while (running) await running;
  };
  return {
    wake,
    afterAnswer: (work) => {
      deferred.push(work);
      wake();
    },
    idle,
    stop: async () => {
      clearInterval(timer);
      let clock: NodeJS.Timeout | undefined;
      const outOfTime = new Promise<void>((resolve) => {
        clock = setTimeout(resolve, STOP_MILLISECONDS);
      });
      await Promise.race([idle(), outOfTime]);
      clearTimeout(clock);
      isStopping = true;
      isAsked = false;
    },
  };
}

function requestsAnswered(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Claims notices that are due and sends them, several at once. Returns false if none was due. */
async function deliverSome(sending: MailSending): Promise<boolean> {
  const claimed = await claim(sending.services);
  const groups = [...Map.groupBy(claimed, ({ recipient, kind }) => `${kind} ${recipient}`).values()];
  const outcomes: Outcome[] = [];
  const next = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      // With SQLite nothing here waits, so this lets requests run in between, however many notices there are.
      await requestsAnswered();
      outcomes.push(...(await sendNotices(sending, group)));
    }
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, next));
  if (outcomes.length > 0) await settle(sending.services, outcomes);
  return claimed.length > 0;
}

async function claim({ store, clock }: Services): Promise<readonly Notice[]> {
  const now = clock.now();
  // Reading is cheaper than writing, and usually nothing is due.
  if ((await store.read.notices.oldestDue(now)) === undefined) return [];
  return store.transaction(({ notices }) => notices.claim(now, now + CLAIM_MILLISECONDS, CLAIMED_AT_ONCE));
}

/** Removes a notice only now that the mail server has its mail. After a crash it is sent again. */
function settle({ store }: Services, outcomes: readonly Outcome[]): Promise<void> {
  return store.transaction(async ({ notices }) => {
    await notices.delete(outcomes.flatMap(({ notice, again }) => (again ? [] : [notice])));
    for (const { notice, again } of outcomes) if (again) await notices.postpone(notice, again);
  });
}
