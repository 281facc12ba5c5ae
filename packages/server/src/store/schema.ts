import type { Kysely } from 'kysely';

/**
 * Every table, with its columns in camel case; each subject in `records/` adds its own tables to it.
 * Text ids, epoch milliseconds as bigint, 0 or 1 for booleans, JSON as text: the same on both databases.
 */
export interface Schema {
  /** The migrations that were applied. */
  schemaSteps: { name: string };
}

export type Database = Kysely<Schema>;
