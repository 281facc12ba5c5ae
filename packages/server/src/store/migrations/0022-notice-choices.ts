import { type Kysely, sql } from 'kysely';

/** The mails that people do not want, and the time up to which expiry warnings were sent. */
export async function noticeChoices(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table unwanted_notices (account_id ${text} not null references accounts (id) on delete cascade,
    kind ${text} not null, primary key (account_id, kind))`,
  `create table told_expiries (id ${text} primary key, until bigint not null)`,
  'create index access_tokens_by_expiry on access_tokens (expires_at)',
];
