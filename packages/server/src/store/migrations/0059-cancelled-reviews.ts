import { type Kysely, sql } from 'kysely';

/** Why the server itself cancelled a review: its page says so, and not only the log. */
export async function cancelledReviews(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const text = { sqlite: 'text', postgres: 'text collate "C"' }[dialect];
  await sql.raw(`alter table reviews add column cancelled_because ${text}`).execute(database);
}
