import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'promises',
          include: ['test/{promises,attack,trials}/**/*.test.ts'],
          globalSetup: ['test/support/programs/shared-postgres.ts', 'test/support/lanyard/route-evidence.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/{interop,support,browser}/**/*.test.ts'],
          globalSetup: ['test/support/programs/shared-postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
