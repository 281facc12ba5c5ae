import { type Kysely, sql } from 'kysely';

/** When tokens were last used for a registry. */
export async function useOfRegistries(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column last_used_at bigint').execute(database);
}
