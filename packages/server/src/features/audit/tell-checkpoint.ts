import { checkpointBody } from '@lanyard/core/webhooks/webhook-body';
import { isCheckpointDue } from '@lanyard/core/webhooks/webhook-events';
import type { Services } from '../../services.ts';
import type { SignedCheckpoint } from '../../store/records/audit/audit-rows.ts';
import type { Reads } from '../../store/store.ts';
import { newDelivery } from '../access/tell-webhooks.ts';

export type CheckpointTelling = Pick<Services, 'store' | 'clock' | 'webhookSender' | 'outbox'>;

/**
 * Sends the checkpoint to the webhooks that get checkpoints, at most each minute or 1,000 events. So it is kept by people
 * who cannot be reached through this server (attack 47). Every server does this. The id of a delivery follows from what
 * it says, so two servers that do it at the same moment write it once.
 */
export async function tellCheckpoint(
  { store, clock, webhookSender, outbox }: CheckpointTelling,
  { checkpoint, checkpointSize: size, signedAt }: SignedCheckpoint,
): Promise<void> {
  if (!webhookSender.isOn || checkpoint === null) return;
  const now = clock.now();
  // Reading is cheaper than writing, and usually nothing is due.
  if ((await dueWebhooks(store.read, size, now)).length === 0) return;
  await store.transaction(async (records) => {
    for (const { id, organization } of await dueWebhooks(records, size, now)) {
      const body = checkpointBody({ organization, size, checkpoint }, signedAt);
      await records.deliveries.putCheckpoint(newDelivery(`${id}_${size}`, id, body, now));
    }
  });
  outbox.wake();
}

async function dueWebhooks(
  { webhooks, deliveries }: Pick<Reads, 'webhooks' | 'deliveries'>,
  size: number,
  now: number,
) {
  const receivers = await webhooks.ofCheckpoints();
  const last = await deliveries.lastCheckpoints(receivers.map(({ id }) => id));
  return receivers.filter(({ id }) => isCheckpointDue(last.get(id), size, now));
}
