import { type Kysely, sql } from 'kysely';

/** When a token got more rights. For the owners who must approve it, it then counts as a new one. */
export async function widenedTokens(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table access_tokens add column widened_at bigint').execute(database);
}
