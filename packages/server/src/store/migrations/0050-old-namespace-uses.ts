import { type Kysely, sql } from 'kysely';

/** An index that finds the last uses of deleted tokens by their age. */
export async function oldNamespaceUses(database: Kysely<never>): Promise<void> {
  await sql.raw('create index namespace_uses_by_age on namespace_uses (last_at)').execute(database);
}
