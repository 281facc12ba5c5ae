/** How much the counts differ from being all equal. */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** A fair source exceeds this value only once in a hundred thousand times (Wilson and Hilferty's approximation). */
export function chiSquareLimit(categories: number): number {
  const standardDeviations = 4.265;
  const freedom = categories - 1;
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + standardDeviations * Math.sqrt(spread)) ** 3;
}
