import { type Kysely, sql } from 'kysely';

/** The patterns of the tags of a repository that no push may move, as JSON; null for none. */
export async function immutableTags(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table repositories add column immutable_tags text').execute(database);
}
