import { type Kysely, sql } from 'kysely';

/** Second factors, sign-ins with several steps, and the providers of organizations. */
export async function loginFlows(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  'alter table accounts add column has_second_factor integer not null default 0',
  'alter table sessions add column ends_at bigint',
  `alter table sessions add column organization_id ${text} references organizations (id) on delete cascade`,
  'alter table memberships add column sso_proven_at bigint',
  'alter table memberships add column sso_ended_at bigint',
  `create table second_factors (id ${text} primary key,
    account_id ${text} not null references accounts (id) on delete cascade,
    type ${text} not null, name ${text} not null, created_at bigint not null, last_used_at bigint,
    sealed_seed ${text}, last_step bigint,
    credential_id ${text} unique, public_key ${text}, counter bigint, transports ${text})`,
  'create index second_factors_by_account on second_factors (account_id)',
  `create table recovery_codes (account_id ${text} not null references accounts (id) on delete cascade,
    digest ${text} not null, used_at bigint, primary key (account_id, digest))`,
  // The key includes the purpose: a secret of one flow must not be valid in another (attack 32).
  `create table flow_states (purpose ${text} not null, digest ${text} not null,
    account_id ${text} references accounts (id) on delete cascade,
    sealed_data ${text} not null, wrong_codes integer not null default 0, expires_at bigint not null,
    primary key (purpose, digest))`,
  'create index flow_states_by_account on flow_states (account_id)',
  'create index flow_states_by_expiry on flow_states (expires_at)',
  `create table sso_connections (organization_id ${text} primary key references organizations (id) on delete cascade,
    id ${text} not null unique, settings ${text} not null, sealed_secret ${text}, created_at bigint not null)`,
  `create table identities (organization_id ${text} not null references organizations (id) on delete cascade,
    issuer ${text} not null, subject ${text} not null,
    account_id ${text} not null references accounts (id) on delete cascade,
    created_at bigint not null, proven_at bigint not null, checked_at bigint not null,
    sealed_refresh_token ${text}, primary key (organization_id, issuer, subject))`,
  'create unique index identities_by_account on identities (organization_id, account_id)',
  'create index identities_by_check on identities (checked_at) where sealed_refresh_token is not null',
];
