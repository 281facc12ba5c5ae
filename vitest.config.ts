import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * No file keeps anything in module state, so a worker takes the next file as it is and has the product loaded already. All
 * projects share the workers, two for each core: while one waits for a program, a browser, a clock or PostgreSQL, another
 * one works.
 */
const CORES = availableParallelism();
const shared = {
  isolate: false,
  maxWorkers: Math.min(CORES * 2, 6),
  // What is awaited comes at once; a busy machine may take longer.
  expect: { poll: { timeout: 10_000 } },
  env: { ...(isMemoryRoomy('/dev/shm') && { TMPDIR: '/dev/shm' }) },
};

const globalSetup = ['test/support/programs/shared-postgres.ts'];
const setupFiles = ['test/support/programs/drop-databases.ts'];

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
          setupFiles,
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'interop',
          include: ['test/{interop,support,browser}/**/*.test.ts'],
          globalSetup,
          setupFiles,
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
