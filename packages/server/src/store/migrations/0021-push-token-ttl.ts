import { type Kysely, sql } from 'kysely';

/** How long a registry's tokens are valid that let push; null for as long as the others. */
export async function pushTokenTtl(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column push_token_ttl_seconds integer').execute(database);
}
