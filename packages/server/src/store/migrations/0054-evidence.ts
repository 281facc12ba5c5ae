import { type Kysely, sql } from 'kysely';

/** What was decided in one namespace, and what was done with one repository, without a look at everything else. */
export async function evidence(database: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS = [
  // The time is in the index too, so that only the rows of the period are read.
  'create index audit_of_action on audit_events (namespace, action, sequence, at)',
  // With all that decides whether a use counts, so that a count reads no rows.
  'create index token_usage_of_repository on token_usage (repository, day, actions, registry)',
];
