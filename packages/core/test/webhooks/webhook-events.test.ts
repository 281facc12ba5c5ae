import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHECKPOINT_EVENT,
  isCheckpointDue,
  WEBHOOK_EVENTS,
  webhookEventLabel,
} from '../../src/webhooks/webhook-events.ts';

describe('the events of webhooks', () => {
  it('have different names, and each has a label', () => {
    expect(new Set(WEBHOOK_EVENTS).size).toBe(WEBHOOK_EVENTS.length);
    expect(WEBHOOK_EVENTS.filter((type) => !webhookEventLabel(type))).toEqual([]);
    expect([webhookEventLabel('webhook.test'), webhookEventLabel('constructor')]).toEqual([undefined, undefined]);
    expect(WEBHOOK_EVENTS).toContain(CHECKPOINT_EVENT);
  });
});

describe('R13: checkpoints for a webhook', () => {
  const STEPS = fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 40 }),
      events: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 500, max: 1500 })),
      arrives: fc.boolean(),
    }),
    { maxLength: 60 },
  );

  it('never wait in a queue, say something new each time, and are at most a minute and 1,000 events behind', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let [now, size] = [0, 1];
        let last = { size: 0, createdAt: Number.NEGATIVE_INFINITY, isWaiting: false };
        for (const { seconds, events, arrives } of steps) {
          now += seconds * 1000;
          size += events;
          last = { ...last, isWaiting: last.isWaiting && !arrives };
          // Written in another way than the rule: what the receiver does not know yet.
          const missing = size - last.size;
          const isBehind = missing >= 1000 || (missing > 0 && now >= last.createdAt + 60_000);
          const isDue = isCheckpointDue(last.size === 0 ? undefined : last, size, now);
          expect(isDue).toBe(isBehind && !last.isWaiting);
          if (isDue) last = { size, createdAt: now, isWaiting: true };
        }
      }),
    );
  });

  it('do not come for a log without events', () => {
    expect(isCheckpointDue(undefined, 0, 1_000_000)).toBe(false);
  });
});
