import { type Kysely, sql } from 'kysely';

/** When an image was pulled last, as a day: with a new database, what is in use is scanned first. */
export async function useOfImages(database: Kysely<never>): Promise<void> {
  for (const table of ['layers', 'vulnerability_scans']) {
    const name = sql.ref(table);
    await sql`alter table ${name} add column used_at bigint not null default 0`.execute(database);
    const index = sql.ref(`${table}_by_use`);
    await sql`create index ${index} on ${name} (engine, used_at desc, scanned_at) where due_at is null`.execute(
      database,
    );
  }
}
