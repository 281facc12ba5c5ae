const STEPS_AT_MOST = 4;
const STEPS = [1, 2, 5];

/**
 * Round numbers at equal distances for an axis: 0, 2, 4, 6, 8 for a maximum of 7. The last one is the end of the axis.
 */
export function evenTicks(maximum: number): readonly number[] {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, maximum / STEPS_AT_MOST)));
  const step = STEPS.map((one) => one * size).find((one) => one * STEPS_AT_MOST >= maximum) ?? 10 * size;
  const count = Math.max(1, Math.ceil(maximum / step));
  return Array.from({ length: count + 1 }, (_, place) => place * step);
}
