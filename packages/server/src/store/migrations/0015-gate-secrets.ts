import { type Kysely, sql } from 'kysely';

/** A registry has a gate from the time when its secret was made. */
export async function gateSecrets(database: Kysely<never>): Promise<void> {
  await sql.raw('alter table registries add column gate_secret_made_at bigint').execute(database);
}
