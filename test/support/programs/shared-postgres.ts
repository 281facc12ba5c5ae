import type { TestProject } from 'vitest/node';
import { postgresPrograms } from './installed-programs.ts';
import { type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For `createDatabase`; undefined where PostgreSQL is not installed. */
    postgresUrl: string | undefined;
  }
}

declare global {
  /** Each project loads this file anew; the process that runs them all is one. */
  var sharedPostgres: { readonly starting: Promise<Postgres>; projects: number } | undefined;
}

/** vitest's globalSetup: one PostgreSQL for the whole run; `inject('postgresUrl')` gives its URL. */
export async function setup(project: TestProject): Promise<void> {
  if (!postgresPrograms()) return;
  globalThis.sharedPostgres ??= { starting: startPostgres(), projects: 0 };
  globalThis.sharedPostgres.projects += 1;
  project.provide('postgresUrl', (await globalThis.sharedPostgres.starting).url);
}

export async function teardown(): Promise<void> {
  const shared = globalThis.sharedPostgres;
  if (!shared) return;
  shared.projects -= 1;
  if (shared.projects === 0) await (await shared.starting).stop();
}
