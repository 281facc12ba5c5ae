import { expect, it } from 'vitest';
import { daysBetween } from '../src/features/tokens/days-between.ts';

it('draws every day of the range, those without a use too', () => {
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
