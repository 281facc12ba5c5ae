import { expect, it } from 'vitest';
import { type CheckpointTelling, tellCheckpoint } from '../../../src/features/audit/tell-checkpoint.ts';
import type { SignedCheckpoint } from '../../../src/store/records/audit/audit-rows.ts';
import type { Delivery } from '../../../src/store/records/webhooks/deliveries.ts';

it('checkpoints reach every webhook that asks for them, in parts that are never large', async () => {
  const receivers = Array.from({ length: 250 }, (_, place) => ({ id: `hook-${1000 + place}`, organization: 'acme' }));
  const written: string[] = [];
  const parts: number[] = [];
  const webhooks = {
    ofCheckpoints: async (afterId: string, limit: number) => receivers.filter(({ id }) => id > afterId).slice(0, limit),
    // One was deleted in between.
    ofCheckpointsAmong: async (ids: readonly string[]) =>
      receivers.filter(({ id }) => ids.includes(id) && id !== 'hook-1007'),
  };
  const deliveries = {
    lastCheckpoints: async (ids: readonly string[]) => {
      parts.push(ids.length);
      return new Map();
    },
    putCheckpoint: async ({ recipient }: Delivery) => void written.push(recipient),
  };
  const services = {
    store: {
      read: { webhooks, deliveries },
      transaction: (work: (records: object) => unknown) => work({ webhooks, deliveries }),
    },
    clock: { now: () => 0 },
    webhookSender: { isOn: true },
    outbox: { wake: () => undefined },
  } as unknown as CheckpointTelling;
  await tellCheckpoint(services, { checkpoint: 'a note', checkpointSize: 7, signedAt: 0 } as SignedCheckpoint);
  const all = receivers.map(({ id }) => id);
  expect(written).toEqual(all.filter((id) => id !== 'hook-1007'));
  expect(Math.max(...parts)).toBe(100);
});
