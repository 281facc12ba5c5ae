import { type Kysely, sql } from 'kysely';

/** When a test found that clients reach a registry past its gate; null where none did, or a later one did not. */
export async function pastGate(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column past_gate_seen_at bigint').execute(database);
}
