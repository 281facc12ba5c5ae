import { checkpointBody } from '@lanyard/core/webhooks/webhook-body';
import { isCheckpointDue } from '@lanyard/core/webhooks/webhook-events';
import type { Services } from '../../services.ts';
import type { SignedCheckpoint } from '../../store/records/audit/audit-rows.ts';
import type { CheckpointReceiver } from '../../store/records/webhooks/webhooks.ts';
import type { Reads } from '../../store/store.ts';
import { newDelivery } from '../access/tell-webhooks.ts';

export type CheckpointTelling = Pick<Services, 'store' | 'clock' | 'webhookSender' | 'outbox'>;

/** Everybody can have webhooks, so their number must not make one query or one transaction long. */
const RECEIVERS_AT_ONCE = 100;

/**
 * Sends the checkpoint to the webhooks that get checkpoints, at most each minute or 1,000 events. So it is kept by people
 * who cannot be reached through this server (attack 47). Every server does this. The id of a delivery follows from what
 * it says, so two servers that do it at the same moment write it once.
 */
export async function tellCheckpoint(services: CheckpointTelling, signed: SignedCheckpoint): Promise<void> {
  const { store, webhookSender } = services;
  if (!webhookSender.isOn || signed.checkpoint === null) return;
  let afterId = '';
  for (let found = RECEIVERS_AT_ONCE; found === RECEIVERS_AT_ONCE; ) {
    const receivers = await store.read.webhooks.ofCheckpoints(afterId, RECEIVERS_AT_ONCE);
    await tellSome(services, signed, receivers);
    found = receivers.length;
    afterId = receivers.at(-1)?.id ?? afterId;
  }
}

async function tellSome(
  { store, clock, outbox }: CheckpointTelling,
  { checkpoint, checkpointSize: size, signedAt }: SignedCheckpoint,
  receivers: readonly CheckpointReceiver[],
): Promise<void> {
  const now = clock.now();
  // Reading is cheaper than writing, and usually nothing is due.
  const due = await dueReceivers(store.read, receivers, size, now);
  if (due.length === 0 || checkpoint === null) return;
  await store.transaction(async (records) => {
    const still = await records.webhooks.ofCheckpointsAmong(due.map(({ id }) => id));
    for (const { id, organization } of await dueReceivers(records, still, size, now)) {
      const body = checkpointBody({ organization, size, checkpoint }, signedAt);
      await records.deliveries.putCheckpoint(newDelivery(`${id}_${size}`, id, body, now));
    }
  });
  outbox.wake();
}

async function dueReceivers(
  { deliveries }: Pick<Reads, 'deliveries'>,
  receivers: readonly CheckpointReceiver[],
  size: number,
  now: number,
): Promise<readonly CheckpointReceiver[]> {
  const last = await deliveries.lastCheckpoints(receivers.map(({ id }) => id));
  return receivers.filter(({ id }) => isCheckpointDue(last.get(id), size, now));
}
