import { type Kysely, sql } from 'kysely';

/** Patterns of the tags that no push to a repository can change, as JSON. Null for none. */
export async function immutableTags(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table repositories add column immutable_tags text').execute(database);
}
