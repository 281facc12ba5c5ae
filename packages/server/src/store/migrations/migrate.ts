import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { foundation } from './0001-foundation.ts';

/** Brings the database to the newest schema; two processes that start at once wait for each other. */
export async function migrate(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const migrations: Record<string, Migration> = {
    '0001-foundation': { up: (db) => foundation(db, dialect) },
  };
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
