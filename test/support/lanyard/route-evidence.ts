import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTES } from '@lanyard/server/app/route-table';
import type { TestProject } from 'vitest/node';
import { undoneDeeds } from './route-watch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which every test server records what its routes did. Undefined if nobody reads it. */
    routeEvidence: string | undefined;
  }
}

let project: TestProject;
let folder: string;

/** vitest's globalSetup: after a whole run, checks that every row of the route table was confirmed. */
export function setup(testProject: TestProject): void {
  project = testProject;
  folder = mkdtempSync(join(tmpdir(), 'lanyard-routes-'));
  project.provide('routeEvidence', folder);
}

export async function teardown(): Promise<void> {
  try {
    if (!(await wasWholeRun())) return;
    const undone = undoneDeeds(ROUTES, folder);
    if (undone.length > 0)
      throw new Error(
        `the route table lists what no test saw (or the tests that failed would have seen it):\n${undone.join('\n')}`,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function wasWholeRun(): Promise<boolean> {
  const { testFiles } = await project.globTestFiles();
  const modules = project.vitest.state.getTestModules().filter((module) => module.project === project);
  const isNamed = project.vitest.config.testNamePattern !== undefined;
  return !isNamed && modules.length === testFiles.length;
}
