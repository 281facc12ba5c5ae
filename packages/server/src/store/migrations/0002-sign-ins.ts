import { type Kysely, sql } from 'kysely';

/** Browser sign-in for command lines: device codes, the sign-ins that they create, and the tokens of these sign-ins. */
export async function commandLines(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table access_tokens add column idle_seconds bigint`,
  `alter table access_tokens add column kept_then integer`,
  `create table device_codes (id ${text} primary key, digest ${text} not null unique,
    user_code_digest ${text} not null unique, client_id ${text} not null, client ${text} not null,
    address ${text} not null, created_at bigint not null, expires_at bigint not null,
    interval_seconds integer not null, last_polled_at bigint, session_id ${text},
    account_id ${text} references accounts (id) on delete cascade, decision ${text})`,
  `create index device_codes_by_expiry on device_codes (expires_at)`,
  `create table code_guesses (account_id ${text} not null references accounts (id) on delete cascade,
    at bigint not null)`,
  `create index code_guesses_by_time on code_guesses (at)`,
  `create table sign_ins (id ${text} primary key,
    account_id ${text} not null references accounts (id) on delete cascade, client_id ${text} not null,
    client ${text} not null, address ${text} not null, created_at bigint not null, last_used_at bigint not null,
    idle_seconds bigint not null, expires_at bigint not null, generation integer not null,
    previous_generation integer,
    token_id ${text} references access_tokens (id), ended_at bigint)`,
  `create index sign_ins_of_account on sign_ins (account_id) where ended_at is null`,
  `create index sign_ins_of_token on sign_ins (token_id) where ended_at is null`,
];
