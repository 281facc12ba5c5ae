/** The factor for the usual number of cases. A factor of 50 reaches the full N that the requirements name. */
const MULTIPLIER = Math.max(1, Number(process.env.LANYARD_TEST_RUNS ?? 1) || 1);

/** The number of cases to run, if `usual` is enough for every day. */
export function testRuns(usual: number): number {
  return Math.round(usual * MULTIPLIER);
}

/** How many milliseconds a test that runs `testRuns` cases may take: several times as long as on a quiet machine. */
export const TEST_RUNS_TIMEOUT = 120_000 * MULTIPLIER;
