import { type Kysely, sql } from 'kysely';

/** People whom a provider did not confirm at a re-check, and since when a provider confirms nobody. */
export async function recheckFailures(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const text = TEXT[dialect];
  await sql.raw(`alter table identities add column failure ${text}`).execute(database);
  await sql.raw(`alter table sso_connections add column outage ${text}`).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };
