import { type Kysely, sql } from 'kysely';

/**
 * When a test found that clients can bypass a registry's gate. Null if none did, or if a later test found that they
 * cannot.
 */
export async function pastGate(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column past_gate_seen_at bigint').execute(database);
}
