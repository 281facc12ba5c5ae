import { type Kysely, sql } from 'kysely';

/** What an organization's token may do with the organization itself. Null for earlier tokens, which may do nothing. */
export async function organizationScopes(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await sql.raw(`alter table access_tokens add column organization_scopes ${TEXT[dialect]}`).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };
