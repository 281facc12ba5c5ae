import { type Kysely, sql } from 'kysely';

/** Codes that were mailed to people who forgot a password. Several can wait for one account. */
export async function passwordResets(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table password_resets (digest ${text} primary key,
    account_id ${text} not null references accounts (id) on delete cascade, expires_at bigint not null)`,
  `create index password_resets_of_account on password_resets (account_id)`,
  `create index password_resets_by_expiry on password_resets (expires_at)`,
];
