import { type Kysely, sql } from 'kysely';

/** The counters of limits, and the places from which accounts sign in. */
export async function limits(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  ...['device_codes', 'code_guesses'].flatMap((table) => [
    `alter table ${table} add column network ${text} not null default ''`,
    `alter table ${table} add column wide_network ${text} not null default ''`,
    `create index ${table}_by_network on ${table} (network)`,
    `create index ${table}_by_wide_network on ${table} (wide_network)`,
  ]),
  'create index device_codes_by_account on device_codes (account_id)',
  // On PostgreSQL, the previous version created this table by itself, and still uses it.
  `create table if not exists throttle (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
  'create index throttle_by_expiry on throttle (expire)',
  `create table known_sources (account_id ${text} not null references accounts (id) on delete cascade,
    digest ${text} not null, kind ${text} not null, seen_at bigint not null, primary key (account_id, digest))`,
];
