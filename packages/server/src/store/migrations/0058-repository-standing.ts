import { type Kysely, sql } from 'kysely';

/** Half of the look-up for a registry token went into finding the repository: now one index has all that it reads. */
export async function repositoryStanding(database: Kysely<never>): Promise<void> {
  await sql`create index repositories_by_standing on repositories (namespace, name, id, visibility)`.execute(database);
}
