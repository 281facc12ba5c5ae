import { expect, it } from 'vitest';
import { evenTicks } from '../src/features/tokens/even-ticks.ts';

it('marks an axis at equal distances in round numbers, and covers the highest value', () => {
  expect(evenTicks(0)).toEqual([0, 1]);
  expect(evenTicks(3)).toEqual([0, 1, 2, 3]);
  expect(evenTicks(8)).toEqual([0, 2, 4, 6, 8]);
  expect(evenTicks(17)).toEqual([0, 5, 10, 15, 20]);
  expect(evenTicks(81)).toEqual([0, 50, 100]);
  for (let maximum = 1; maximum < 5_000; maximum += 101) {
    const ticks = evenTicks(maximum);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(maximum);
    expect(ticks.length).toBeLessThanOrEqual(5);
  }
});
