import { describe, expect, it } from 'vitest';
import { judgeAnswer, MAXIMUM_ATTEMPTS, PAUSES_SECONDS, restSeconds } from '../../src/webhooks/webhook-attempts.ts';

describe('attempts of a webhook', () => {
  it('are ten over three days, with a growing delay', () => {
    expect(MAXIMUM_ATTEMPTS).toBe(10);
    const days = PAUSES_SECONDS.reduce((sum: number, pause) => sum + pause, 0) / 86_400;
    expect([days > 2.9, days < 3.1]).toEqual([true, true]);
    expect(PAUSES_SECONDS.every((pause, index) => index === 0 || pause >= (PAUSES_SECONDS[index - 1] ?? 0))).toBe(true);
  });

  it.each([
    [200, 1, 'delivered'],
    [204, 10, 'delivered'],
    [410, 1, 'gone'],
    [302, 1, 'again'],
    [404, 9, 'again'],
    [500, 10, 'failed'],
    [null, 1, 'again'],
    [null, 10, 'failed'],
  ] as const)('depend on the answer: %s at attempt %i is %s', (status, attempt, is) => {
    expect(judgeAnswer(status, attempt).is).toBe(is);
  });

  it('pause for at most five minutes after a receiver failed', () => {
    expect([1, 3, 50].map(restSeconds)).toEqual([2, 8, 300]);
  });
});
