import { type Kysely, sql } from 'kysely';

/** Indexes that find expired rows without reading all others. */
export async function retention(database: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS = [
  'create index token_usage_by_day on token_usage (day)',
  'create index sessions_by_creation on sessions (created_at)',
  'create index sessions_by_last_use on sessions (last_seen_at)',
  'create index sessions_by_end on sessions (ends_at) where ends_at is not null',
];
