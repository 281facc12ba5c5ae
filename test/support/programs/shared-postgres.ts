import type { TestProject } from 'vitest/node';
import { postgresPrograms } from './installed-programs.ts';
import { type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For `createDatabase`; undefined where PostgreSQL is not installed. */
    postgresUrl: string | undefined;
  }
}

let postgres: Postgres | undefined;

/** vitest's globalSetup: one PostgreSQL for all suites of a project; `inject('postgresUrl')` gives its URL. */
export async function setup(project: TestProject): Promise<void> {
  if (!postgresPrograms()) return;
  postgres = await startPostgres();
  project.provide('postgresUrl', postgres.url);
}

export async function teardown(): Promise<void> {
  await postgres?.stop();
}
