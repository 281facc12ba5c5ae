import { type Kysely, sql } from 'kysely';

/** How long a registry's tokens that allow push are valid. Null if they live as long as other tokens. */
export async function pushTokenTtl(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column push_token_ttl_seconds integer').execute(database);
}
