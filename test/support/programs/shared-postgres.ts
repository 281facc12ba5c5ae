import { openStore } from '@lanyard/server/store/open-store';
import type { TestProject } from 'vitest/node';
import { postgresPrograms } from './installed-programs.ts';
import { createDatabase, type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For `createDatabase`. Undefined if PostgreSQL is not installed. */
    postgresUrl: string | undefined;
    /** A database with all tables and no rows. Servers that use copies of it need no migrations. */
    postgresTemplate: string | undefined;
  }
}

declare global {
  /** Each project loads this file again, but one process runs them all. */
  var sharedPostgres: { readonly starting: Promise<Shared>; projects: number } | undefined;
}

interface Shared {
  readonly postgres: Postgres;
  readonly template: string;
}

/** vitest's globalSetup: one PostgreSQL for the whole run. `inject('postgresUrl')` returns its URL. */
export async function setup(project: TestProject): Promise<void> {
  if (!postgresPrograms()) return;
  globalThis.sharedPostgres ??= { starting: start(project.config.env?.TMPDIR), projects: 0 };
  globalThis.sharedPostgres.projects += 1;
  const { postgres, template } = await globalThis.sharedPostgres.starting;
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresTemplate', template);
}

/** In memory if there is room, because a copy of the template is 700 files. */
async function start(folder: string | undefined): Promise<Shared> {
  const postgres = await startPostgres(folder);
  const databaseUrl = await createDatabase(postgres.url);
  const store = await openStore({ databaseUrl, dataFolder: '' }, async () => () => '');
  await store.close();
  return { postgres, template: new URL(databaseUrl).pathname.slice(1) };
}

export async function teardown(): Promise<void> {
  const shared = globalThis.sharedPostgres;
  if (!shared) return;
  shared.projects -= 1;
  if (shared.projects === 0) await (await shared.starting).postgres.stop();
}
