import { expect, it } from 'vitest';
import { daysBetween } from '../src/features/tokens/days-between.ts';

it('the usage chart shows every day of the range, including days without a use', () => {
  const days = daysBetween({
    from: '2026-02-27T00:00:00.000Z',
    to: '2026-03-02T00:00:00.000Z',
    days: [{ day: '2026-02-28T00:00:00.000Z', count: 4 }],
  });
  expect(days).toEqual([
    { day: 'Feb 27', uses: 0 },
    { day: 'Feb 28', uses: 4 },
    { day: 'Mar 1', uses: 0 },
    { day: 'Mar 2', uses: 0 },
  ]);
});
