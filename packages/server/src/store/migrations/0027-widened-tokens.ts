import { type Kysely, sql } from 'kysely';

/** A token that may do more than before counts, for whoever has to approve it, as a new one. */
export async function widenedTokens(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table access_tokens add column widened_at bigint').execute(database);
}
