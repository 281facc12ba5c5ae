import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * One worker more than cores: many tests wait, for programs, clocks or PostgreSQL, and two workers on two cores left a third
 * of them idle. All projects share one queue, which begins with the longest suites of `interop`. No file keeps anything in
 * module state, so a worker takes the next file as it is and has the product loaded already.
 */
const shared = {
  isolate: false,
  maxWorkers: Math.min(availableParallelism() + 1, 6),
  // What is awaited comes at once; a busy machine may take longer.
  expect: { poll: { timeout: 10_000 } },
  env: { ...(isMemoryRoomy('/dev/shm') && { TMPDIR: '/dev/shm' }) },
};

const globalSetup = ['test/support/programs/shared-postgres.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          // They take milliseconds; a machine that is busy with something else must not fail them.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'promises',
          include: ['test/{promises,attack,trials}/**/*.test.ts'],
          globalSetup: [...globalSetup, 'test/support/lanyard/route-evidence.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'interop',
          include: ['test/{interop,support,browser}/**/*.test.ts'],
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

/**
 * Whether temporary folders can lie in memory: SQLite and the command line wait for the disk at every change, which took
 * half of their tests' time. Containers often give this folder 64 MB, or let no program start from it.
 */
function isMemoryRoomy(folder: string): boolean {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === folder);
    const { bavail, bsize } = statfsSync(folder);
    return mount !== undefined && !mount.includes('noexec') && bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
}
