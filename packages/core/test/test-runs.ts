/** How many times the usual number of cases: 50 reaches the full N that the requirements name. */
const MULTIPLIER = Math.max(1, Number(process.env.LANYARD_TEST_RUNS ?? 1) || 1);

/** The number of cases to run where `usual` is enough for every day. */
export function testRuns(usual: number): number {
  return Math.round(usual * MULTIPLIER);
}

/** Milliseconds that a test may take which runs `testRuns` cases. */
export const TEST_RUNS_TIMEOUT = 30_000 * MULTIPLIER;
