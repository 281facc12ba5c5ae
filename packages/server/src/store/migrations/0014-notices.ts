import { type Kysely, sql } from 'kysely';

/** Notices that wait to be sent. */
export async function notices(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table notices (id ${text} primary key, kind ${text} not null, recipient_type ${text} not null,
    recipient ${text} not null, facts ${text} not null, created_at bigint not null, due_at bigint not null,
    attempts integer not null, is_prepared integer not null)`,
  'create index notices_by_due on notices (due_at)',
  'create index notices_by_recipient on notices (recipient_type, recipient, kind)',
];
