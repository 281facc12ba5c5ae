import { type Kysely, sql } from 'kysely';

/**
 * Links to a provider that is no longer trusted, and users of a directory whose account existed before and has not
 * agreed yet. Accounts that a directory took over only by their address, and that have their own way to sign in, are
 * asked now. They stay members.
 */
export async function trustOfProviders(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  'alter table identities add column voided_at bigint',
  `alter table scim_users add column consent ${text} not null default 'given'`,
  'alter table scim_users add column wanted_active integer not null default 1',
  `update scim_users set consent = 'asked' where account_id in (select a.id from accounts a
    where a.created_at < scim_users.created_at and (a.password_hash is not null or a.has_second_factor = 1))`,
  // Groups to which the directory added a person who is not a member yet.
  `create table scim_waiting_members (team_id ${text} not null references teams (id) on delete cascade,
    account_id ${text} not null references accounts (id) on delete cascade, primary key (team_id, account_id))`,
  'create index sessions_by_organization on sessions (organization_id) where organization_id is not null',
];
