import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { foundation } from './0001-foundation.ts';
import { commandLines } from './0002-sign-ins.ts';
import { organizationTokens } from './0003-organization-tokens.ts';
import { passwordResets } from './0004-password-resets.ts';
import { domainsAndScim } from './0005-domains-and-scim.ts';
import { scimGroups } from './0006-scim-groups.ts';
import { loginFlows } from './0007-login-flows.ts';

type Step = (transaction: Kysely<never>, dialect: 'sqlite' | 'postgres') => Promise<void>;

/**
 * In the order in which they are applied. A released step is never changed, and leaves the version before working:
 * nodes are upgraded one by one, and back (R43).
 */
const STEPS: readonly (readonly [name: string, step: Step])[] = [
  ['0001-foundation', foundation],
  ['0002-sign-ins', commandLines],
  ['0003-organization-tokens', organizationTokens],
  ['0004-password-resets', passwordResets],
  ['0005-domains-and-scim', domainsAndScim],
  ['0006-scim-groups', scimGroups],
  ['0007-login-flows', loginFlows],
];

/** Any fixed number: processes that start on one PostgreSQL meet at this lock. */
const ADVISORY_LOCK = 5_726_623_061;

/**
 * Applies the steps that are missing, inside a transaction that the caller opened: a start that fails leaves nothing
 * half done, and of processes that start at once the others wait. Steps of a later version are left alone.
 */
export async function migrate(transaction: Database, dialect: 'sqlite' | 'postgres'): Promise<void> {
  // SQLite needs no lock of its own: the transaction began as the only writer.
  if (dialect === 'postgres') await lockPostgres(transaction);
  await sql`create table if not exists schema_steps (name text primary key)`.execute(transaction);
  const { rows } = await sql<{ name: string }>`select name from schema_steps`.execute(transaction);
  const applied = new Set(rows.map(({ name }) => name));
  for (const [name, step] of STEPS.filter(([name]) => !applied.has(name))) {
    await step(transaction as unknown as Kysely<never>, dialect);
    await sql`insert into schema_steps (name) values (${name})`.execute(transaction);
  }
}

/** The timeouts are for requests: another process may be at a step that takes longer. */
async function lockPostgres(transaction: Database): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(transaction);
  await sql`set local lock_timeout = 0`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(transaction);
}
