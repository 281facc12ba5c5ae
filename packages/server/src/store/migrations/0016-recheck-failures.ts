import { type Kysely, sql } from 'kysely';

/** Whom a provider did not confirm when it was asked again, and since when it confirms nobody. */
export async function recheckFailures(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const text = TEXT[dialect];
  await sql.raw(`alter table identities add column failure ${text}`).execute(database);
  await sql.raw(`alter table sso_connections add column outage ${text}`).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };
