import { type Kysely, sql } from 'kysely';

/** A registry has a gate if this time is set. It is when the gate's secret was made. */
export async function gateSecrets(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column gate_secret_made_at bigint').execute(database);
}
