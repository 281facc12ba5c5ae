import type { Logger } from 'pino';
import type { Outbox, Services } from '../../services.ts';
import { sendDelivery } from './send-delivery.ts';

/**
 * How many receivers get an event at once. A receiver that does not answer blocks one of these places for some seconds.
 */
const RECEIVERS_AT_ONCE = 16;
const CLAIM_MILLISECONDS = 60_000;
/** How many events one receiver gets in a row, before others get their turn. */
const SENT_IN_A_ROW = 20;
const POLL_MILLISECONDS = 5000;
const STOP_MILLISECONDS = 3000;

export interface WebhookDelivery extends Pick<Outbox, 'wake' | 'idle'> {
  /** Starts no new deliveries, and waits for the running ones while there is time. */
  stop(): Promise<void>;
}

/** Takes deliveries out of the outbox and sends them. Several servers can do this with one database. */
export function createWebhookDelivery(services: Services, logger: Pick<Logger, 'warn'>): WebhookDelivery {
  if (!services.webhookSender.isOn)
    return { wake: () => undefined, idle: async () => undefined, stop: async () => undefined };
  const busy = new Map<string, Promise<void>>();
  let isStopping = false;
  let looking: Promise<void> | undefined;
  let isAsked = false;

  const serve = async (id: string) => {
    try {
      await deliverTo(services, id, () => isStopping);
    } catch {
      logger.warn('the result of a webhook delivery could not be written; the event is sent again');
    }
  };
  const look = async () => {
    // Waits until the answer is written.
    await new Promise((resolve) => setImmediate(resolve));
    do {
      isAsked = false;
      const room = RECEIVERS_AT_ONCE - busy.size;
      if (isStopping || room <= 0) return;
      const { deliveries } = services.store.read;
      for (const id of await deliveries.dueWebhooks(services.clock.now(), [...busy.keys()], room)) {
        busy.set(
          id,
          serve(id).finally(() => {
            busy.delete(id);
            wake();
          }),
        );
      }
    } while (isAsked);
  };
  const wake = () => {
    isAsked = true;
    if (isStopping || looking) return;
    looking = look()
      .catch(() => logger.warn('the outbox could not be read; it is tried again'))
      .finally(() => {
        looking = undefined;
        if (isAsked && busy.size < RECEIVERS_AT_ONCE) wake();
      });
  };
  const timer = setInterval(wake, POLL_MILLISECONDS);
  timer.unref();
  const idle = async () => {
    wake();
    while (looking || busy.size > 0) await Promise.all([looking, ...busy.values()]);
  };
  return {
    wake,
    idle,
    stop: async () => {
      clearInterval(timer);
      isStopping = true;
      let clock: NodeJS.Timeout | undefined;
      const outOfTime = new Promise<void>((resolve) => {
        clock = setTimeout(resolve, STOP_MILLISECONDS);
      });
      await Promise.race([Promise.all([looking, ...busy.values()]), outOfTime]);
      clearTimeout(clock);
    },
  };
}

/** Sends what is due for one receiver, the oldest first, until a delivery fails. */
async function deliverTo(services: Services, id: string, isStopping: () => boolean): Promise<void> {
  const { store, clock } = services;
  for (let count = 0; count < SENT_IN_A_ROW && !isStopping(); count += 1) {
    const webhook = await store.read.webhooks.byId(id);
    if (webhook?.state !== 'active') return;
    const now = clock.now();
    const claimed = await store.transaction(({ deliveries }) => deliveries.claim(id, now, now + CLAIM_MILLISECONDS));
    if (!claimed || !(await sendDelivery(services, webhook, claimed))) return;
  }
}
