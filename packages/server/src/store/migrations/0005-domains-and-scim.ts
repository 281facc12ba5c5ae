import { type Kysely, sql } from 'kysely';

/** E-mail domains that organizations prove, and what their directories provision over SCIM. */
export async function domainsAndScim(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table organization_domains (
    organization_id ${text} not null references organizations (id) on delete cascade, name ${text} not null,
    challenge ${text} not null, created_at bigint not null, verified_at bigint,
    primary key (organization_id, name))`,
  // Several organizations can try to prove a domain, but only one can have it.
  `create unique index organization_domains_verified on organization_domains (name) where verified_at is not null`,
  `create table scim_tokens (organization_id ${text} primary key references organizations (id) on delete cascade,
    digest ${text} not null unique, created_at bigint not null)`,
  `create table scim_users (account_id ${text} primary key references accounts (id) on delete cascade,
    organization_id ${text} not null references organizations (id) on delete cascade,
    user_name ${text} not null, user_name_key ${text} not null, external_id ${text},
    created_at bigint not null, disabled_at bigint, deleted_at bigint)`,
  `create unique index scim_users_by_name on scim_users (organization_id, user_name_key) where deleted_at is null`,
];
